"""What a prescription's row says besides its columns."""

from collections.abc import Iterable
from datetime import date

from careplan.ground.clock import london_day
from careplan.prescribing.models import Prescription
from careplan.prescribing.queries import History, Script
from careplan.prescribing.rules.prescriptions import (
    Covered,
    formulation_of,
    standing,
    total_doubt,
    total_mg,
)
from careplan.prescribing.rules.standard import standard


def script_doubts(scripts: Iterable[Script], histories: Iterable[History], on: date) -> dict[str, str]:
    """What is wrong with a prescription that counts, by its id: a total that is not its days, an ended course."""
    courses, values = {one.id: one for one in histories}, {}
    for one in scripts:
        course, row = courses[one.course_id], one.row
        words = total_doubt(course.facts.orders, _days(row), row.total_mg)
        words = "" if words and _as_due(course, row) else words
        ended = course.course.ended_on
        if ended is not None and standing(one.status, row.ends_on, max(ended, on)):
            words = "P18: the course has ended. Cancel it, and ring the pharmacy"
        if words and one.live:
            values[row.id] = words
    return values


def _days(row: Prescription) -> Covered:
    return Covered(row.starts_on, row.ends_on)


def _as_due(course: History, row: Prescription) -> bool:
    """Whether the total is what was due on its days when it was recorded: a dose held back is not what was ordered."""
    written_on = london_day(row.recorded_at)
    one = formulation_of(course.facts.orders, _days(row)) is not None
    return one and total_mg(course.facts, _days(row), written_on, standard(written_on)) == row.total_mg
