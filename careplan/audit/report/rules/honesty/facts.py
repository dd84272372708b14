"""What the honesty checks read, and their limits: what happened when, and when it was entered by whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from careplan.audit.report.rules.beside import STANDARDS
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.numbers import Number, Numbers
from careplan.ground.standards import Edition, Series, Words
from careplan.risk.codes import Level, RiskDomain

MonthDay = Annotated[str, Meta(pattern="^[01][0-9]-[0-3][0-9]$")]


class Quarters(Struct, frozen=True, forbid_unknown_fields=True):
    """The days (month-day) on which a quarter ends."""

    ends: tuple[MonthDay, ...]


class Saying(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a check: what it looks for, what it counts, why it is worth a look, and which numbers it uses."""

    title: Words
    of: Words
    why: Words
    ordinary: Words
    numbers: tuple[str, ...]


class Limits(Edition, frozen=True, kw_only=True, dict=True):
    """The numbers by name, the ends of quarters, and the checks in the order of the page."""

    rows: Mapping[str, Number] = msgspec.field(name="numbers")
    quarters: Quarters
    checks: Mapping[str, Saying]

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers by name."""
        return Numbers(self.rows)

    def quarter_ends(self, census: Census) -> frozenset[date]:
        """The ends of quarters within the period."""
        years = {census.first.year, census.on.year}
        days = {date.fromisoformat(f"{year}-{end}") for year in years for end in self.quarters.ends}
        return frozenset(day for day in days if census.covers(day))


LIMITS = Series(STANDARDS, "honesty", Limits)


def limits() -> Limits:
    """The limits of the last edition."""
    return LIMITS.latest


IMPORT = "import"
"""The name that an import writes where a package does not say who recorded a row."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened on a day of an episode, with the moment, the civil day and the author of its first entry.

    `kind`: assessment, plan, review, order or start. `form`: the kind of an assessment, whose risk `levels` stand by
    domain; `goals`: of a plan, their words by id.
    """

    id: str
    episode_id: str
    kind: str
    on: date
    at: datetime | None
    entered_on: date | None
    by: str | None
    form: str = ""
    levels: Mapping[RiskDomain, Level] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=dict)

    @property
    def days_late(self) -> int:
        """Days from the fact to its entry; below nothing for what was entered ahead."""
        return (self.entered_on - self.on).days if self.entered_on is not None else 0


@dataclass(frozen=True, slots=True)
class Stay:
    """Whose episode it is, and whose caseload it stands in now."""

    id: str
    client_id: str
    keyworker_id: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A service's record as the checks see it; `returns` are the days on which it gave a return."""

    stays: Mapping[str, Stay]
    facts: tuple[Fact, ...] = ()
    returns: frozenset[date] = frozenset()

    def within(self, census: Census, kind: str, form: str = "") -> tuple[Fact, ...]:
        """The facts of a kind in the period."""
        return tuple(
            one for one in self.facts if one.kind == kind and form in ("", one.form) and census.covers(one.on)
        )
