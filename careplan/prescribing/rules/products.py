"""The product: methadone other than the 1 mg/ml mixture (M10), and one buprenorphine product for another (B9).

Asked once, when the course comes to the product; its later orders of the same product go on.
"""

from careplan.prescribing.codes import DEPOTS, Drug, Formulation
from careplan.prescribing.rules.findings import Finding, Severity, remark
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.slips import named

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
    message = (
        f"From {named(before)} to {named(proposal.order.formulation)}: the products are not interchangeable, "
        "and the oral lyophilisate gives about a quarter more of each milligram. Say why, and that the dose is meant"
    )
    return (remark("B9", Severity.WARN, message, proposal.standard["lyophilisate_more"]),)
