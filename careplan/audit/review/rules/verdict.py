"""What a measure says about one record, and from verdicts to a figure: who counts where and why."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cache, cached_property

from careplan.audit.review.rules.bands import Band, Proportion

ONE, NONE = 1, 0
Exact = int | Fraction
"""Most records count as one of one: whole numbers add up faster, and are as exact."""


class Answer(StrEnum):
    """The four answers; the last two take a record out of the denominator."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"


class Exclusion(StrEnum):
    """Reasons that a report lists and counts, in the order in which the first that fits is taken."""

    DECEASED = "deceased"
    PAUSED = "paused"
    NO_DOSE_ORDER = "no_dose_order"
    INJECTABLE = "injectable"
    DEPOT = "depot"
    NO_REGIMEN = "no_regimen"
    CANCELLED = "cancelled"
    NOT_STARTED = "not_started"
    NO_RETURN = "no_return"
    NOT_RECORDED = "not_recorded"
    DIRECT_WORK = "direct_work_not_recorded"
    EXPERIENCE = "experience_not_recorded"


LISTED = frozenset(Exclusion)
SURVEYED = "surveyed"
"""Counted from what clients answered themselves, so that nobody claims it."""
REVIEW_OVERDUE = "policy_review_overdue"
"""A policy in place whose review is due: it counts as in place, and the overdue review is a finding beside it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason code; `part` of `whole` is what the record adds to the figure.

    `band` is set where the answer is worth a band by itself. `counts`: the record stands in the denominator.
    `told`: it does, or is named among the exclusions; every other outsider is no member at all.
    """

    answer: Answer
    reason: str
    part: Exact = NONE
    whole: Exact = NONE
    band: Band | None = None
    counts: bool = field(init=False, compare=False, repr=False)
    told: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Say once what is asked of every record in every measure."""
        counts = self.answer is Answer.MET or self.answer is Answer.NOT_MET
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "told", counts or self.reason in LISTED)


@cache
def met(reason: str, part: Exact = ONE, whole: Exact = ONE) -> Verdict:
    """The record shows what the measure asks for."""
    return Verdict(Answer.MET, reason, part, whole)


@cache
def not_met(reason: str, part: Exact = NONE, whole: Exact = ONE) -> Verdict:
    """The record belongs to the measure and does not show it."""
    return Verdict(Answer.NOT_MET, reason, part, whole)


def worth(reason: str, band: Band, part: Exact = NONE, whole: Exact = NONE) -> Verdict:
    """The answer is worth this band, whatever it adds to a figure."""
    return Verdict(Answer.MET, reason, part, whole, band)


def either(claim: bool, yes: str, no: str) -> Verdict:
    """Met with the reason `yes`, or not met with the reason `no`."""
    return met(yes) if claim else not_met(no)


@cache
def left_out(reason: str) -> Verdict:
    """The measure does not ask this record."""
    return Verdict(Answer.NOT_APPLICABLE, reason)


def cannot_tell(reason: str) -> Verdict:
    """The measure asks, and the record does not say."""
    return Verdict(Answer.CANNOT_TELL, reason)


@dataclass(frozen=True, slots=True)
class Line:
    """One record and what the measure said of it; `unit_id` is its service, or the partnership that answered."""

    id: str
    unit_id: str
    episode_id: str | None
    verdict: Verdict


@dataclass(frozen=True)
class Tally:
    """The lines behind a figure: members first by id, then the listed exclusions.

    `fixed` is the figure where it is not the sum of the lines.
    """

    lines: tuple[Line, ...] = ()
    every: bool = False
    apart: bool = False
    fixed: Proportion | None = None

    @cached_property
    def counted(self) -> tuple[Line, ...]:
        """The records that are not left out."""
        return tuple(line for line in self.lines if line.verdict.counts)

    @cached_property
    def members(self) -> tuple[Line, ...]:
        """The records in the denominator."""
        return self.misses if self.apart else self.counted

    @cached_property
    def hits(self) -> tuple[Line, ...]:
        """The records in the numerator; for a mean, every member."""
        if self.every:
            return self.counted
        return tuple(li for li in self.counted if li.verdict.answer is Answer.MET)

    @cached_property
    def misses(self) -> tuple[Line, ...]:
        """The members that do not show what the measure asks for."""
        return tuple(li for li in self.counted if li.verdict.answer is Answer.NOT_MET)

    @cached_property
    def figure(self) -> Proportion:
        """Numerator and denominator, exact."""
        if self.fixed is not None:
            return self.fixed
        counted = [line.verdict for line in self.counted]
        part, whole = sum(one.part for one in counted), sum(one.whole for one in counted)
        return Proportion(Fraction(part), Fraction(whole))

    @property
    def outside(self) -> "Tally":
        """The exclusions alone."""
        return Tally(tuple(line for line in self.lines if not line.verdict.counts))

    def excluded(self) -> dict[str, tuple[Line, ...]]:
        """The listed outsiders by reason, reasons in alphabetical order; a reason nobody has is absent."""
        by_reason: dict[str, list[Line]] = {}
        for line in self.outside.lines:
            by_reason.setdefault(line.verdict.reason, []).append(line)
        return {reason: tuple(lines) for reason, lines in sorted(by_reason.items())}

    def counts(self) -> dict[str, int]:
        """How many were left out for each reason."""
        return dict(sorted(Counter(line.verdict.reason for line in self.outside.lines).items()))
