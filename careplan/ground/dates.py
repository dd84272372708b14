"""Civil dates: reading an ISO day, calendar arithmetic; pure."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (or earlier); a day that does not exist becomes the month's last.

    Raises ValueError outside the years 1 to 9999. Source: care-plan clock, month ends clamp.
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_before(day: date, months: int) -> date:
    """The last day from which so many months are over by `day`."""
    start = add_months(day, -months) + timedelta(days=3)  # months clamp: three days more at the most
    while add_months(start, months) > day:
        start -= timedelta(days=1)
    return start


def age_on(born: date, day: date) -> int:
    """Completed years of life on `day`; born on 29 February counts from 1 March in a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def running(first: date | None, end: date | None, day: date) -> bool:
    """Whether a stretch of days covers the day: it began by then, and `end`, the first day after it, is not reached."""
    return first is not None and first <= day and (end is None or day < end)


ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1900, 2200)
"""Outside these years nobody meant the day that was written."""


@lru_cache(65536)
def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar, written as 2026-03-31."""
    try:
        return ISO_DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def iso_day(text: str) -> date:
    """The day that is written as 2026-03-31, and in no other form of ISO 8601; ValueError for anything else."""
    day = date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    if day is None or day.year not in YEARS:
        raise ValueError(f"{text!r} is not a date like 2026-03-31")
    return day


def asked_day(text: str, usual: date) -> date:
    """The day that an address asks for; the usual one where it names none, or one so far off that no week is around."""
    day = date.fromisoformat(text) if is_day(text) else usual
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else usual


FIRST_YEAR, LAST_YEAR = 1900, 2199
