"""What a prescription's row says besides its columns."""

from collections.abc import Iterable
from datetime import date

from careplan.prescribing.queries import History, Script
from careplan.prescribing.rules.prescriptions import Covered, standing, total_doubt


def script_doubts(scripts: Iterable[Script], known: Iterable[History], on: date) -> dict[str, str]:
    """What is wrong with a prescription that counts, by its id: a total that is not its days, an ended course."""
    courses, found = {one.id: one for one in known}, {}
    for one in scripts:
        course, row = courses[one.course_id], one.row
        words = total_doubt(course.facts.orders, Covered(row.starts_on, row.ends_on), row.total_mg)
        ended = course.course.ended_on
        if ended is not None and standing(one.status, row.ends_on, max(ended, on)):
            words = "P18: the course has ended. Cancel it, and ring the pharmacy"
        if words and one.live:
            found[row.id] = words
    return found
