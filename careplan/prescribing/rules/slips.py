"""Slips of the hand: a decimal point, millilitres for milligrams, the amounts of the other drug, another formulation.

Whatever is seen here is asked about on one page, once (issue 7, section 1 "Slips"); it blocks nothing by itself.
"""

from collections.abc import Iterator
from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, Drug, Formulation, Phase
from careplan.prescribing.rules.amounts import (
    MG_PER_ML,
    amount_words,
    formulation_words,
    strength_changes_tenfold,
    tenfold,
)
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard

SHIFTS = (Decimal(10), Decimal(100), Decimal("0.1"), Decimal("0.01"))
"""A decimal point one or two places off; a liquid of 10 mg/ml typed in ml is one place off as well."""


def slips(proposal: Proposal) -> Iterator[str]:
    """Why the order may be a slip, one sentence for each kind."""
    yield from filter(None, (point(proposal), other_drug(proposal), new_formulation(proposal)))


def compared(proposal: Proposal) -> Iterator[tuple[str, Decimal]]:
    """The doses that the new one is held against, where they are counted alike: before, after and confirmed."""
    verified = proposal.facts.verified
    for called, other in (("the dose before", proposal.latest), ("the dose after", proposal.next)):
        if other is not None and _span(other.formulation) == _span(proposal.order.formulation):
            yield called, other.daily_mg
    days = proposal.standard["confirmed_compared"].whole
    daily = _span(proposal.order.formulation) is None
    if verified is not None and daily and (proposal.on - verified.last_dose_on).days <= days:
        yield "the confirmed dose", verified.mg


def _span(formulation: Formulation) -> Formulation | None:
    """A depot's milligrams are those of its week or month; all else is counted a day."""
    return formulation if formulation in DEPOTS else None


def point(proposal: Proposal) -> str:
    """A dose ten times another or more, or one whose digits fit once the point moves; empty where neither."""
    doses = list(compared(proposal))
    mg, uk = proposal.mg, proposal.standard
    for called, other in doses:
        if tenfold(other, mg, uk):
            return f"{plain(mg)} mg, and {called} is {plain(other)} mg: a ten-fold step"
        if meant := _meant(mg, other / uk["slip_near"].value, other * uk["slip_near"].value):
            return f"{plain(mg)} mg, and {called} is {plain(other)} mg. {_question(meant, proposal)}"
    return "" if doses else _low_start(proposal)


def _low_start(proposal: Proposal) -> str:
    """A first dose under the usual ones that would be one of them with the point elsewhere."""
    low, high = start_range(proposal.facts.drug, proposal.standard)
    meant = _meant(proposal.mg, low, high) if proposal.mg < low else None
    if meant is None or proposal.order.formulation in (*DEPOTS, Formulation.LYOPHILISATE):
        return ""
    return f"{plain(proposal.mg)} mg is under a usual first dose. {_question(meant, proposal)}"


def start_range(drug: Drug, standard: Standard) -> tuple[Decimal, Decimal]:
    """The lowest and the highest usual first dose of a drug, in mg."""
    if drug is Drug.METHADONE:
        return standard["methadone_start_min"].value, standard["methadone_start_specialist_max"].value
    return standard["buprenorphine_start_usual"].value, standard["buprenorphine_start_max"].value


def _meant(mg: Decimal, low: Decimal, high: Decimal) -> Decimal | None:
    """The amount with its point moved that lies from `low` to `high`, where the amount itself does not.

    An amount has two places at most.
    """
    if low <= mg <= high:
        return None
    moved = (mg * shift for shift in SHIFTS)
    return next((one for one in moved if low <= one <= high and one == round(one, 2)), None)


def _question(meant: Decimal, proposal: Proposal) -> str:
    strong = MG_PER_ML.get(proposal.order.formulation, Decimal(1))
    if meant == proposal.mg * strong and strong > 1:
        volume = f"{plain(proposal.mg)} ml of {plain(strong)} mg/ml"
        return f"Was {volume} meant, which is {plain(meant)} mg?"
    return f"Was {plain(meant)} mg meant?"


def other_drug(proposal: Proposal) -> str:
    """An amount in the steps and the range of the other drug, and not in those of this one; empty where it fits.

    Low doses of a methadone reduction go in any step.
    """
    uk, mg = proposal.standard, proposal.mg
    methadone, tablet = uk["methadone_step"].value, uk["buprenorphine_tablet"].value
    if proposal.order.formulation in DEPOTS:
        return ""
    if proposal.facts.drug is Drug.METHADONE:
        falling = proposal.order.phase in (Phase.REDUCTION, Phase.DETOX) and not proposal.starts
        fits = (
            falling
            or mg > uk["buprenorphine_sublingual_max"].value
            or mg % tablet != 0
            or mg % methadone == 0
        )
        other = Drug.BUPRENORPHINE
    else:
        fits = mg < uk["methadone_start_min"].value or mg % methadone != 0 or mg % tablet == 0
        other = Drug.METHADONE
    if fits or _same_as_before(proposal):
        return ""
    return f"{plain(mg)} mg is an amount of {other}; this is {proposal.facts.drug}"


def _same_as_before(proposal: Proposal) -> bool:
    return proposal.latest is not None and proposal.latest.daily_mg == proposal.mg


def new_formulation(proposal: Proposal) -> str:
    """Another formulation than the order before, or the first one that this replaces: a question (M10, B9, B13)."""
    latest, order = proposal.latest or proposal.replaced, proposal.order
    if latest is None or latest.formulation is order.formulation:
        return ""
    strength = "; the liquid becomes ten times stronger or weaker"
    tenfold_liquid = strength_changes_tenfold(latest.formulation, order.formulation, proposal.standard)
    was, will_be = formulation_words(latest.formulation), formulation_words(order.formulation)
    return (
        f"The formulation changes from {was} to {will_be}: "
        f"{amount_words(latest.daily_mg, latest.formulation)} before, "
        f"{amount_words(order.daily_mg, order.formulation)} now{strength if tenfold_liquid else ''}"
    )
