"""What the overview shows of courses, and of prescriptions that somebody must cancel."""

from sqlalchemy import func, select

from careplan.ground.corrections import live
from careplan.ground.marks import EPISODE, ON, Rows, mark
from careplan.ground.offers import Marks
from careplan.prescribing.codes import PrescriptionStatus
from careplan.prescribing.models import Course, Prescription, PrescriptionEvent


def _courses() -> Rows:
    return mark("course", Course.root_id, [Course.drug], [Course.first_dose_on, Course.ended_on]).where(
        Course.episode_id == EPISODE, live(Course)
    )


def _prescriptions() -> Rows:
    """What was prescribed and neither cancelled nor used up."""
    paper, said = Prescription, PrescriptionEvent
    last = (
        select(said.status)
        .where(said.prescription_id == paper.id, live(said))
        .order_by(said.recorded_at.desc(), said.id.desc())
        .limit(1)
        .correlate(paper)
        .scalar_subquery()
    )
    return (
        mark("prescription", paper.id, [Course.drug, paper.serial], [paper.starts_on, paper.ends_on])
        .join(Course, Course.id == paper.course_id)
        .where(
            Course.episode_id == EPISODE,
            live(paper),
            paper.ends_on >= ON,
            func.coalesce(last, paper.status) == PrescriptionStatus.ISSUED.value,
        )
    )


MARKS = Marks(overview=lambda: [_courses()], after_death=lambda: [_prescriptions()])
