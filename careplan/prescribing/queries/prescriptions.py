"""Prescriptions with the status of their last event."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from careplan.ground.db import db
from careplan.prescribing.codes import PrescriptionStatus
from careplan.prescribing.models import Prescription, PrescriptionEvent
from careplan.prescribing.queries import rows
from careplan.staff.models import Worker


@dataclass(frozen=True, slots=True)
class Script:
    """A prescription, its course, what became of it, and who signed it."""

    row: Prescription
    course_id: str
    status: PrescriptionStatus
    prescriber: str


def prescriptions(services: frozenset[str], course_ids: Iterable[str]) -> list[Script]:
    """Prescriptions of these courses, the latest first."""
    last = (
        select(PrescriptionEvent.status)
        .where(
            PrescriptionEvent.prescription_id == Prescription.root_id,
            PrescriptionEvent.superseded_at.is_(None),
        )
        .order_by(PrescriptionEvent.recorded_at.desc(), PrescriptionEvent.id.desc())
        .limit(1)
        .correlate(Prescription)
        .scalar_subquery()
    )
    found = db.session.execute(
        rows.of_courses(Prescription, services, course_ids)
        .add_columns(last, Worker.name)
        .outerjoin(Worker, Worker.id == Prescription.prescriber_id)
        .where(Prescription.superseded_at.is_(None))
        .order_by(Prescription.starts_on.desc(), Prescription.id.desc())
    )
    return [
        Script(row, root, PrescriptionStatus(status or row.status), name or "Not recorded")
        for root, row, status, name in found
    ]
