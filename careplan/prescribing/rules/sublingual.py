"""Buprenorphine by mouth: the first days (B4) and the most of each product (B5). Depots have rules of their own."""

from careplan.prescribing.codes import DEPOTS, Drug, Formulation
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.starting import continues

FIRST_DAYS = {1: "buprenorphine_start_max", 2: "buprenorphine_day2_max"}
PRODUCT_MAX = {
    Formulation.SUBLINGUAL: "buprenorphine_sublingual_max",
    Formulation.SUBLINGUAL_WITH_NALOXONE: "buprenorphine_naloxone_max",
    Formulation.LYOPHILISATE: "buprenorphine_lyophilisate_max",
}


def buprenorphine_dose(proposal: Proposal) -> tuple[Finding, ...]:
    """B4 above 8 mg on day 1, 16 on day 2 and 24 from day 3; B5 above the most that a product allows."""
    if proposal.facts.drug is not Drug.BUPRENORPHINE or proposal.order.formulation in DEPOTS:
        return ()
    return (*product(proposal), *first_days(proposal))


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
