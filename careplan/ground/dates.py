"""Calendar arithmetic on civil dates; pure."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (or earlier); a day that does not exist becomes the month's last.

    Raises ValueError outside the years 1 to 9999. Source: care-plan clock, month ends clamp.
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def age_on(born: date, day: date) -> int:
    """Completed years of life on `day`; born on 29 February counts from 1 March in a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
