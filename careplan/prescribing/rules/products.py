"""What a product allows: which one, to whom, and how much of it.

M10, B9 which product, asked once, when the course comes to it · M21, B18 young people · B4, B5 buprenorphine by mouth ·
M7, B6 the maintenance range: individual need goes before it, so the low side only asks.
"""

from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, FORMULATIONS, Drug, Formulation, Phase
from careplan.prescribing.rules.amounts import formulation_words
from careplan.prescribing.rules.facts import Order, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding, remark
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard, Threshold
from careplan.prescribing.rules.starting import continues

M10 = {
    Formulation.ORAL_CONCENTRATE: (
        Severity.SECOND,
        "10 mg/ml is ten times as strong as the usual mixture: the same volume is another dose",
    ),
    Formulation.TABLET: (
        Severity.WARN,
        "tablets can be crushed and injected; they are not licensed for dependence",
    ),
    Formulation.INJECTABLE: (
        Severity.SECOND,
        "an injectable takes a specialist's plan and supervised consumption",
    ),
}


def product_chosen(proposal: Proposal) -> tuple[Finding, ...]:
    """M10 and B9 where the order before was of another formulation, or there is none."""
    latest, formulation = proposal.latest, proposal.order.formulation
    if latest is not None and latest.formulation is formulation:
        return ()
    if formulation in M10:
        severity, words = M10[formulation]
        message = f"The usual product is oral mixture of 1 mg/ml; {words}"
        return (remark("M10", severity, message, proposal.standard["methadone_mixture"]),)
    if proposal.facts.drug is Drug.BUPRENORPHINE and latest is not None:
        return _another_product(proposal, latest.formulation)
    return ()


def _another_product(proposal: Proposal, before: Formulation) -> tuple[Finding, ...]:
    """B9: a milligram of one product by mouth is not a milligram of another; depots have a table of their own."""
    if before in DEPOTS or proposal.order.formulation in DEPOTS:
        return ()
    was, will_be = formulation_words(before), formulation_words(proposal.order.formulation)
    message = (
        f"From {was} to {will_be}: the products are not interchangeable, "
        "and the oral lyophilisate gives about a quarter more of each milligram. Say why, and that the dose is meant"
    )
    return (remark("B9", Severity.WARN, message, proposal.standard["lyophilisate_more"]),)


def young(proposal: Proposal) -> tuple[Finding, ...]:
    """M21 or B18; nothing where the birth is not known."""
    born, uk = proposal.facts.born, proposal.standard
    age = born.age(proposal.on) if born else None
    adult = uk["adult_age"]
    if age is None or age >= adult.whole:
        return ()
    if proposal.facts.drug is Drug.METHADONE:
        return (_second("M21", age, adult),)
    lyophilisate = proposal.order.formulation is Formulation.LYOPHILISATE
    least = uk["lyophilisate_age" if lyophilisate else "buprenorphine_age"]
    if age < least.whole:
        message = f"The client is {age}: this product is not given under {least.whole}"
        return (finding("B18", Severity.BLOCK, message, age, least),)
    return (_second("B18", age, adult),)


def _second(rule: str, age: int, adult: Threshold) -> Finding:
    message = f"The client is {age}: under {adult.whole} this is a specialist's decision"
    return finding(rule, Severity.SECOND, message, age, adult)


FIRST_DAYS = {1: "buprenorphine_start_max", 2: "buprenorphine_day2_max"}
PRODUCT_MAX = {
    Formulation.SUBLINGUAL: "buprenorphine_sublingual_max",
    Formulation.SUBLINGUAL_WITH_NALOXONE: "buprenorphine_naloxone_max",
    Formulation.LYOPHILISATE: "buprenorphine_lyophilisate_max",
}


def buprenorphine_dose(proposal: Proposal) -> tuple[Finding, ...]:
    """B4 above the most of day 1, of day 2 and of the days after; B5 above the most that a product allows."""
    if proposal.facts.drug is not Drug.BUPRENORPHINE or proposal.order.formulation in DEPOTS:
        return ()
    return (*(first_days(proposal) or _exceptional(proposal)), *product(proposal))


def _exceptional(proposal: Proposal) -> tuple[Finding, ...]:
    """B5 on a confirmed dose that goes on: above the usual most it takes a reason, as B4 asks of any other."""
    limit = proposal.standard["buprenorphine_maintenance_high"]
    most = proposal.standard[PRODUCT_MAX[proposal.order.formulation]]
    if not limit.value < proposal.mg <= most.value:
        return ()
    message = (
        f"Dose {plain(proposal.mg)} mg is {plain(proposal.mg - limit.value)} mg over {plain(limit.value)} mg, "
        "above which a dose is exceptional: give the reason"
    )
    return (finding("B5", Severity.WARN, message, proposal.mg, limit),)


def product(proposal: Proposal) -> tuple[Finding, ...]:
    """B5: no more a day than the product's highest dose."""
    limit = proposal.standard[PRODUCT_MAX[proposal.order.formulation]]
    if proposal.mg <= limit.value:
        return ()
    message = (
        f"Dose {plain(proposal.mg)} mg is {plain(proposal.mg - limit.value)} mg over the most of this product; "
        f"limit {plain(limit.value)} mg"
    )
    return (finding("B5", Severity.BLOCK, message, proposal.mg, limit),)


def first_days(proposal: Proposal) -> tuple[Finding, ...]:
    """B4: the first days of titration; a confirmed dose that goes on, and no more of it, is not titrated."""
    name = FIRST_DAYS.get(proposal.day, "buprenorphine_day3_max")
    if proposal.day == 1 and proposal.order.formulation is Formulation.LYOPHILISATE:
        name = "lyophilisate_start_max"
    limit = proposal.standard[name]
    verified = proposal.facts.verified
    goes_on = verified is not None and proposal.starts and continues(proposal) and proposal.mg <= verified.mg
    if proposal.mg <= limit.value or goes_on:
        return ()
    message = (
        f"Day {proposal.day} dose {plain(proposal.mg)} mg is {plain(proposal.mg - limit.value)} mg over "
        f"the limit of {plain(limit.value)} mg"
    )
    return (finding("B4", Severity.WARN, message, proposal.mg, limit),)


def maintenance_dose(proposal: Proposal) -> tuple[Finding, ...]:
    """M7 or B6 on the dose about to be ordered."""
    return dose_band(proposal.order, proposal.standard)


def dose_band(order: Order, standard: Standard) -> tuple[Finding, ...]:
    """M7: a low dose in maintenance informs, a very high one warns in any phase. B6 of buprenorphine only informs."""
    if order.formulation in DEPOTS:
        return ()
    if order.formulation in FORMULATIONS[Drug.BUPRENORPHINE]:
        return _buprenorphine_band(order.daily_mg, order.phase, standard)
    return _methadone_band(order.daily_mg, order.phase, standard)


def _buprenorphine_band(mg: Decimal, phase: Phase, standard: Standard) -> tuple[Finding, ...]:
    low, high = standard["buprenorphine_maintenance_low"], standard["buprenorphine_maintenance_high"]
    if phase is not Phase.MAINTENANCE or low.value <= mg <= high.value:
        return ()
    off, limit = ("below", low) if mg < low.value else ("above", high)
    message = (
        f"Maintenance dose {plain(mg)} mg is {off} {plain(limit.value)} mg. "
        "Ask about use on top, withdrawal and sedation"
    )
    return (finding("B6", Severity.INFORM, message, mg, limit),)


def _methadone_band(mg: Decimal, phase: Phase, standard: Standard) -> tuple[Finding, ...]:
    low = standard["methadone_maintenance_low"]
    high = standard["methadone_maintenance_high"]
    if mg > high.value:
        message = (
            f"Dose {plain(mg)} mg is {plain(mg - high.value)} mg above the maintenance range; "
            f"limit {plain(high.value)} mg: give the specialist reason"
        )
        return (finding("M7", Severity.WARN, message, mg, high),)
    if phase is Phase.MAINTENANCE and mg < low.value:
        message = (
            f"Maintenance dose {plain(mg)} mg is {plain(low.value - mg)} mg below {plain(low.value)} mg. "
            "Is it enough? Ask about use on top, withdrawal and craving"
        )
        return (finding("M7", Severity.INFORM, message, mg, low),)
    return ()
