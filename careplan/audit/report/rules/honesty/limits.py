"""The limits of the checks, read from one file in which every number is marked as assumed."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.ruleset import numbers_from

STANDARD = Path(__file__).parents[2] / "standards" / "honesty.toml"


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers by name, and the days (month, day) on which a quarter ends."""

    numbers: Numbers
    quarters: tuple[tuple[int, int], ...]

    def quarter_ends(self, census: Census) -> frozenset[date]:
        """The ends of quarters within the period."""
        days = {date(year, *end) for year in (census.first.year, census.on.year) for end in self.quarters}
        return frozenset(day for day in days if census.covers(day))


@cache
def limits() -> Limits:
    """The limits, read once."""
    data = tomllib.loads(STANDARD.read_text("utf-8"), parse_float=Decimal)
    ends = [tuple(int(part) for part in end.split("-")) for end in data["quarters"]["ends"]]
    return Limits(numbers_from(data["numbers"], data["sources"]), tuple((month, day) for month, day in ends))
