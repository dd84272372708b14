"""What a measure says about one record."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

ONE = Fraction(1)
NONE = Fraction(0)


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


LISTED = frozenset(Exclusion)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason code; `part` of `whole` is what the record adds to the figure."""

    answer: Answer
    reason: str
    part: Fraction = NONE
    whole: Fraction = NONE

    @property
    def counts(self) -> bool:
        """Whether the record stands in the denominator."""
        return self.answer in (Answer.MET, Answer.NOT_MET)

    @property
    def listed(self) -> bool:
        """Whether the record is named among the exclusions; every other outsider is no member at all."""
        return not self.counts and self.reason in LISTED


def met(reason: str, part: Fraction = ONE, whole: Fraction = ONE) -> Verdict:
    """The record shows what the measure asks for."""
    return Verdict(Answer.MET, reason, part, whole)


def not_met(reason: str, part: Fraction = NONE, whole: Fraction = ONE) -> Verdict:
    """The record belongs to the measure and does not show it."""
    return Verdict(Answer.NOT_MET, reason, part, whole)


def either(claim: bool, yes: str, no: str) -> Verdict:
    """Met with the reason `yes`, or not met with the reason `no`."""
    return met(yes) if claim else not_met(no)


def left_out(reason: str) -> Verdict:
    """The measure does not ask this record."""
    return Verdict(Answer.NOT_APPLICABLE, reason)


def cannot_tell(reason: str) -> Verdict:
    """The measure asks, and the record does not say."""
    return Verdict(Answer.CANNOT_TELL, reason)
