"""Young people: methadone under 18 (M21), buprenorphine under 18 and under 16 or 15 (B18)."""

from careplan.prescribing.codes import Drug, Formulation
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Threshold


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
