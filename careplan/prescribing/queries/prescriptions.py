"""Prescriptions with the status of their last event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.codes import Drug, PrescriptionStatus
from careplan.prescribing.models import Course, Prescription, PrescriptionEvent
from careplan.prescribing.queries import rows
from careplan.prescribing.rules.prescriptions import LIVE, Covered
from careplan.prescribing.rules.written import remaining
from careplan.staff.models import Worker


@dataclass(frozen=True, slots=True)
class Script:
    """A prescription, its course, what became of it, and who signed it."""

    row: Prescription
    course_id: str
    status: PrescriptionStatus
    prescriber: str
    dispensed_until: date | None = None

    @property
    def left(self) -> tuple[date, date] | None:
        """The days that a prescription in place of this lost one may cover."""
        return remaining(self.row.starts_on, self.row.ends_on, self.dispensed_until)

    @property
    def live(self) -> bool:
        """Whether it still stands for its days."""
        return self.status in LIVE

    @property
    def name(self) -> str:
        """Its serial number."""
        return self.row.serial or "without a number"


def prescriptions(services: frozenset[str], course_ids: Iterable[str]) -> list[Script]:
    """Prescriptions of these courses, the latest first."""
    result = db.session.execute(
        rows.of_courses(Prescription, services, course_ids)
        .add_columns(_last(PrescriptionEvent.status), Worker.name, _last(PrescriptionEvent.dispensed_until))
        .outerjoin(Worker, Worker.id == Prescription.prescriber_id)
        .where(live(Prescription))
        .order_by(Prescription.starts_on.desc(), Prescription.id.desc())
    )
    return [
        Script(row, root, PrescriptionStatus(status or row.status), name or "Not recorded", until)
        for root, row, status, name, until in result
    ]


def lost(services: frozenset[str], course_id: str) -> list[Script]:
    """The lost prescriptions of a course of which days are left and that nothing replaced, the latest first."""
    every = prescriptions(services, [course_id])
    replaced = {one.row.replaces for one in every}
    return [
        one
        for one in every
        if one.status is PrescriptionStatus.LOST and one.left and one.row.id not in replaced
    ]


def _last(column: Any) -> Any:
    """A column of the last event."""
    return (
        select(column)
        .where(PrescriptionEvent.prescription_id == Prescription.id, live(PrescriptionEvent))
        .order_by(PrescriptionEvent.recorded_at.desc(), PrescriptionEvent.id.desc())
        .limit(1)
        .correlate(Prescription)
        .scalar_subquery()
    )


def covered(services: frozenset[str], client_id: str, drug: Drug) -> list[Covered]:
    """The days of the client's live prescriptions of a drug, in any episode at these services."""
    named, same = aliased(Client), aliased(Client)
    mine = (
        select(Course.root_id)
        .join(Episode, Episode.id == Course.episode_id)
        .join(named, named.id == Episode.client_id)
        .join(same, same.root_id == named.root_id)
        .where(same.id == client_id, Course.service_id.in_(services), Course.drug == drug.value)
    )
    roots = set(db.session.scalars(mine))
    return [
        Covered(one.row.starts_on, one.row.ends_on, one.row.serial)
        for one in prescriptions(services, roots)
        if one.live
    ]


def serial_used(services: frozenset[str], serial: str) -> bool:
    """Whether a prescription of these services carries the serial number, whatever became of it."""
    same = func.replace(Prescription.serial, " ", "") == serial.replace(" ", "")
    statement = select(Prescription.id).where(same, Prescription.service_id.in_(services), live(Prescription))
    return db.session.scalars(statement.limit(1)).first() is not None


def prescription(services: frozenset[str], course_id: str, prescription_id: str) -> Script | None:
    """One live prescription of the course, or None."""
    return next((one for one in prescriptions(services, [course_id]) if one.row.id == prescription_id), None)
