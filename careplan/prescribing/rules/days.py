"""Days of a course: day numbers, the three-month floor, the clocks, the daily total (04 D1, D3, D4, D6)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from careplan.ground.dates import add_months
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import Course
from careplan.prescribing.rules.standard import Standard


def day_no(first_dose_on: date, day: date) -> int:
    """The day of the first dose taken is day 1; civil dates, so changing clocks shift nothing (D1)."""
    return (day - first_dose_on).days + 1


def floor_ends_on(first_dose_on: date, standard: Standard) -> date:
    """The first day after three supervised calendar months; month ends clamp (D3)."""
    return add_months(first_dose_on, standard["supervision_floor"].whole)


def daily_total(parts: Iterable[Decimal]) -> Decimal:
    """All split doses meant for one civil day, in mg (D4)."""
    return sum(parts, Decimal(0))


def clock_started_on(
    courses: Iterable[Course], day: date, standard: Standard, drug: Drug | None = None
) -> date | None:
    """When the treatment that runs on `day` began; None when nothing runs.

    Without `drug` any opioid substitution counts (retention); with it only that drug (induction, audit) (D6).
    Courses follow on when fewer than the days that need reassessment lie between them.
    """
    existing_courses = sorted(
        (one for one in courses if one.first_dose_on <= day and drug in (None, one.drug)),
        key=lambda one: one.first_dose_on,
    )
    began: date | None = None
    until: date | None = None
    for one in existing_courses:
        gap = (one.first_dose_on - until).days if until else 0
        if began is None or gap >= standard["missed_reassess"].whole:
            began, until = one.first_dose_on, one.first_dose_on
        until = max(until or date.min, one.ended_on or date.max)
    return began if until is not None and day < until else None
