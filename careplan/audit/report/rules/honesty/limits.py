"""The limits of the checks, read from one file in which every number is marked as assumed."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

from msgspec import Meta, Struct, field

from careplan.audit.report.rules.beside import STANDARDS
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.numbers import Number, Numbers
from careplan.ground.standards import Edition, Series

MonthDay = Annotated[str, Meta(pattern="^[01][0-9]-[0-3][0-9]$")]


class Quarters(Struct, frozen=True, forbid_unknown_fields=True):
    """The days (month-day) on which a quarter ends."""

    ends: tuple[MonthDay, ...]


class Limits(Edition, frozen=True, kw_only=True, dict=True):
    """The numbers by name, and the ends of quarters."""

    rows: Mapping[str, Number] = field(name="numbers")
    quarters: Quarters

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
