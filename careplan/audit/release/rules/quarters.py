"""The days that readers outside the service may choose, so that no two of their reports lie a few days apart."""

from collections.abc import Iterable
from datetime import date, timedelta

from careplan.audit.review.rules.census import Census
from careplan.ground.dates import add_months

QUARTERS = 4
"""How many quarter ends before a report are compared with it: those whose twelve months overlap."""


OLDER = 12
"""How many quarter ends before these are compared as well, while a figure has hardly changed since."""


def quarter_end(day: date) -> bool:
    """Whether the day is the last of March, June, September or December."""
    return day.month % 3 == 0 and (day + timedelta(days=1)).day == 1


def last_quarter_end(day: date) -> date:
    """The newest quarter end up to the day."""
    if quarter_end(day):
        return day
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)


def earlier(census: Census) -> tuple[Census, ...]:
    """The quarter ends of the year before, the newest first."""
    return _before(census, range(1, QUARTERS + 1))


def older(census: Census) -> tuple[Census, ...]:
    """The quarter ends before these, the newest first: who is in treatment for years stands in their reports, too."""
    return _before(census, range(QUARTERS + 1, QUARTERS + OLDER + 1))


def _before(census: Census, numbers: Iterable[int]) -> tuple[Census, ...]:
    first = date(census.on.year, census.on.month, 1)
    return tuple(Census.at(add_months(first, 1 - 3 * n) - timedelta(days=1)) for n in numbers)


def reaching_back(census: Census) -> Census:
    """The census with a period that begins with that of the earliest quarter end it is compared with."""
    return Census(census.on, earlier(census)[-1].first)
