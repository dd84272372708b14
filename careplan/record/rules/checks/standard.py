"""The words and numbers of the checks."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from careplan.ground.standards import Edition, Positive, Series, Sourced, Words
from careplan.prescribing.codes import Drug


class Check(Sourced, frozen=True, kw_only=True):
    """What a check says, and whether somebody has to act today; its words may name limits."""

    words: Words
    act_now: bool = False


class Limits(Sourced, frozen=True, kw_only=True):
    """How long what was said counts, and how long something may stay open."""

    overdose_days: Positive
    storage_months: Positive
    pregnancy_days: Positive
    tolerance_days: Positive
    test_after_days: Positive
    prescribing_weeks: Positive


class Named(Sourced, frozen=True, kw_only=True):
    """Beginnings of words, in small letters, by which something is recognised in what was typed."""

    words: frozenset[Words]


class Names(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What medicines are called: those that sedate, and by drug of a course what an allergy to it is written as."""

    sedating: Named
    allergens: Mapping[Drug, Named]


class Checks(Edition, frozen=True, kw_only=True):
    """The checks, and what asks for risk to be assessed again, by code."""

    limits: Limits
    names: Names
    checks: Mapping[str, Check]
    events: Mapping[str, Check]

    def words(self, code: str) -> str:
        """What a check says, with the limits it names."""
        limits = {name: getattr(self.limits, name) for name in Limits.__struct_fields__}
        return self.checks[code].words.format(**limits)


CHECKS = Series(Path(__file__).parents[2] / "standards", "checks", Checks)
