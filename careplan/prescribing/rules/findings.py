"""A finding: what a rule says, with its number, unit, limit and source, and what it takes to go on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from careplan.ground.reasons import is_reason
from careplan.ground.standards import HOW_LABELS, Sourced
from careplan.prescribing.rules.standard import Standard, Threshold


class Severity(StrEnum):
    """B cannot be saved; W2 takes a reason and a second prescriber; W takes a reason; I informs."""

    BLOCK = "B"
    SECOND = "W2"
    WARN = "W"
    INFORM = "I"


class Context(StrEnum):
    """Something about to be decided, or something that happened: that is never refused."""

    ORDER = "order"
    RECORD = "record"


class Need(StrEnum):
    """What a finding asks of the prescriber before the order is saved."""

    REASON = "reason"
    SECOND_PRESCRIBER = "second_prescriber"


NEEDS: dict[Severity, tuple[Need, ...]] = {
    Severity.BLOCK: (),
    Severity.SECOND: (Need.REASON, Need.SECOND_PRESCRIBER),
    Severity.WARN: (Need.REASON,),
    Severity.INFORM: (),
}

RANK = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule says. `incident`: it would have blocked, but the fact already happened."""

    rule: str
    severity: Severity
    message: str
    observed: Decimal
    limit: Decimal
    unit: str
    source: str
    needs: tuple[Need, ...] = ()
    incident: bool = False

    @property
    def blocks(self) -> bool:
        """Whether nothing can be saved while this stands."""
        return self.severity is Severity.BLOCK


def finding(
    rule: str, severity: Severity, message: str, observed: Decimal | int, limit: Threshold
) -> Finding:
    """A finding against one threshold, with the needs of its severity."""
    return Finding(
        rule,
        severity,
        message,
        Decimal(observed),
        limit.value,
        limit.unit,
        limit.words,
        NEEDS[severity],
    )


def remark(rule: str, severity: Severity, message: str, source: Threshold) -> Finding:
    """A finding without a number to compare, such as the choice of a product."""
    return Finding(rule, severity, message, Decimal(0), Decimal(0), "", source.words, NEEDS[severity])


def remark_from(rule: str, severity: Severity, message: str, source: Sourced) -> Finding:
    """A finding against words of an edition."""
    words = f"{source.source} ({HOW_LABELS[source.how]})"
    return Finding(rule, severity, message, Decimal(0), Decimal(0), "", words, NEEDS[severity])


def in_context(context: Context, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings, gravest first. On record nothing blocks and nothing is asked: a block becomes an incident."""
    ranked = sorted(findings, key=lambda one: RANK[one.severity])
    if context is Context.ORDER:
        return tuple(ranked)
    return tuple(
        replace(
            one,
            severity=Severity.INFORM if one.blocks else one.severity,
            incident=one.blocks,
            needs=(),
        )
        for one in ranked
    )


def explains(reason: str, standard: Standard) -> bool:
    """Whether a reason is long enough, and words."""
    return len(reason.strip()) >= standard["reason_length"].whole and is_reason(reason)


def unmet(findings: Iterable[Finding], reason: str, second: str, standard: Standard) -> tuple[Need, ...]:
    """Which needs the given reason and second prescriber's name leave open, each once."""
    needs = {need for one in findings for need in one.needs}
    open_needs = []
    if Need.REASON in needs and not explains(reason, standard):
        open_needs.append(Need.REASON)
    if Need.SECOND_PRESCRIBER in needs and not second.strip():
        open_needs.append(Need.SECOND_PRESCRIBER)
    return tuple(open_needs)
