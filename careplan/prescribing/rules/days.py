"""Days of a course: day numbers, the floor of supervision, the daily total (04 D1, D3, D4)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from careplan.ground.dates import add_months
from careplan.prescribing.rules.standard import Standard


def day_no(first_dose_on: date, day: date) -> int:
    """The day of the first dose taken is day 1; civil dates, so changing clocks shift nothing (D1)."""
    return (day - first_dose_on).days + 1


def floor_ends_on(first_dose_on: date, standard: Standard) -> date:
    """The first day after the supervised calendar months; month ends clamp (D3)."""
    return add_months(first_dose_on, standard["supervision_floor"].whole)


def daily_total(parts: Iterable[Decimal]) -> Decimal:
    """All split doses meant for one civil day, in mg (D4)."""
    return sum(parts, Decimal(0))
