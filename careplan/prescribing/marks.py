"""What the overview shows of courses, and of prescriptions that somebody must cancel."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from careplan.ground.corrections import live
from careplan.ground.marks import EPISODE, ON, Rows, mark
from careplan.ground.offers import Gap, Marks
from careplan.prescribing.codes import PrescriptionStatus
from careplan.prescribing.labels import DRUGS
from careplan.prescribing.models import Course, Prescription, PrescriptionEvent
from careplan.prescribing.queries.days import OpenCourse
from careplan.prescribing.rules import facts


def _courses() -> Rows:
    row = Course
    days = {"first_dose_on": row.first_dose_on, "ended_on": row.ended_on}
    course = mark(facts.Course, row.root_id, row.first_dose_on, drug=row.drug, **days, root_id=row.root_id)
    return course.where(row.episode_id == EPISODE, live(row))


def _prescriptions() -> Rows:
    """What was prescribed and neither cancelled nor used up."""
    paper, text = Prescription, PrescriptionEvent
    last = (
        select(text.status)
        .where(text.prescription_id == paper.id, live(text))
        .order_by(text.recorded_at.desc(), text.id.desc())
        .limit(1)
        .correlate(paper)
        .scalar_subquery()
    )
    return (
        mark(
            facts.Uncancelled,
            paper.id,
            paper.starts_on,
            drug=Course.drug,
            ends_on=paper.ends_on,
            serial=paper.serial,
        )
        .join(Course, Course.id == paper.course_id)
        .where(
            Course.episode_id == EPISODE,
            live(paper),
            paper.ends_on >= ON,
            func.coalesce(last, paper.status) == PrescriptionStatus.ISSUED.value,
        )
    )


def _gaps(shown: Sequence[Any], *_: Any) -> Iterator[Gap]:
    """An order and a week, which a depot needs not."""
    for one in (one for one in shown if isinstance(one, OpenCourse)):
        words, here = DRUGS[one.facts.drug], "prescribing.overview"
        if one.order is None:
            yield Gap(f"{words}: no dose order", "Missing", here, late=True, order=40)
        elif not one.depot and one.week is None:
            yield Gap(f"{words}: no weekly regimen", "Missing", here, order=40)


MARKS = Marks(
    (facts.Course, facts.Uncancelled),
    overview=lambda: [_courses()],
    after_death=lambda: [_prescriptions()],
    gaps=_gaps,
)
