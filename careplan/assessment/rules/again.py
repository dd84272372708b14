"""When an assessment is gone through again. Pure; risk has a clock of its own (`risk/rules`)."""

from datetime import date, timedelta
from pathlib import Path

from careplan.ground.dates import add_months, months_before
from careplan.ground.standards import Edition, Positive, Series


class AgainStandard(Edition, frozen=True, kw_only=True):
    """Months from one comprehensive assessment to the next, and days before it is due on which it is asked for."""

    months: Positive
    due_soon_days: Positive


AGAIN = Series(Path(__file__).parents[1] / "standards", "again", AgainStandard)


def again_by(completed_on: date) -> date:
    """The day by which the assessment is gone through again, by the edition of the day it was completed."""
    return add_months(completed_on, AGAIN.on(completed_on).months)


def asked_for(completed_on: date, on: date) -> bool:
    """Whether the day is near or past."""
    return on >= again_by(completed_on) - timedelta(days=AGAIN.on(completed_on).due_soon_days)


def last_day(on: date) -> date:
    """An assessment that was completed later is not asked for on the day by any edition."""
    days = [months_before(on + timedelta(days=one.due_soon_days), one.months) for one in AGAIN.editions]
    return max(days)
