"""Medicines beside an opioid: M14 what sedates, M20 what must not stand beside it or changes its level."""

from collections.abc import Collection, Iterator

from careplan.medicines.rules import MEDICINES, Group
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.findings import Finding, Severity, remark_from
from careplan.prescribing.rules.proposal import Proposal

HARD = {
    "blocking": Severity.BLOCK,
    "monoamine": Severity.SECOND,
    "inducing": Severity.WARN,
    "inhibiting": Severity.WARN,
}
"""M20: what each group asks."""
OF_METHADONE = ("monoamine", "inducing", "inhibiting")


def beside(proposal: Proposal) -> Iterator[Finding]:
    """M20 and M14 by the latest list of medicines; nothing where it was never asked for."""
    health = proposal.health
    if health is None:
        return
    groups = MEDICINES.on(proposal.on)
    for name, severity in HARD.items():
        group: Group = getattr(groups, name)
        named = group.among(health.taken(proposal.on, group.days_after) or ())
        if named and (name not in OF_METHADONE or proposal.facts.drug is Drug.METHADONE):
            message = f"{' and '.join(named)} {group.words}"
            yield remark_from("M20", severity, message, group)
    yield from _sedated(proposal, groups.sedating, health.taken(proposal.on) or ())


def _sedated(proposal: Proposal, group: Group, medicines: Collection[str]) -> Iterator[Finding]:
    """M14: at the start, and whenever the dose rises."""
    named = group.among(medicines)
    if named and (proposal.starts or proposal.rises):
        days = proposal.standard["medicine_watch_days"].whole
        message = (
            f"{' and '.join(named)} beside an opioid: say why, and watch breathing and sedation closely for "
            f"{days} days"
        )
        yield remark_from("M14", Severity.WARN, message, group)
