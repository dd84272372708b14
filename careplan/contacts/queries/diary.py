"""Appointments: those of days at services, those of a record, one by its id; who is on a caseload."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.codes import CALLED_OFF, AppointmentOutcome, AppointmentPurpose
from careplan.clients.models import Appointment, Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.contacts.models import ContactNote
from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.standard import DIARY
from careplan.ground.clock import london, moment_of
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.models import CarePlanReview
from careplan.prescribing.registers import PrescribingReview
from careplan.staff.models import Worker
from careplan.ui.paging import Rows, read_page

SIZE = 25


def of_days(services: frozenset[str], days: Sequence[date], *more: ColumnElement[bool]) -> list[Slot]:
    """The appointments of these services from the first to the last of the days, in order. One statement."""
    first, after = moment_of(min(days)), moment_of(max(days) + timedelta(days=1))
    here = (
        Appointment.service_id.in_(services),
        Appointment.starts_at >= first,
        Appointment.starts_at < after,
    )
    return slots(*here, *more)


def whose(worker_id: str | None) -> tuple[ColumnElement[bool], ...]:
    """SQL condition: the appointments of one worker, or of everybody."""
    return () if worker_id is None else (Appointment.worker_id == worker_id,)


def shares(row: Appointment) -> ColumnElement[bool]:
    """SQL condition: appointments with the same worker or in the same room as this one."""
    return or_(Appointment.worker_id == row.worker_id, Appointment.place == row.place)


def of_workers(services: frozenset[str], worker_ids: Collection[str], on: date) -> list[Slot]:
    """The appointments of these workers of one day."""
    return of_days(services, [on], Appointment.worker_id.in_(worker_ids))


def day_count(services: frozenset[str], on: date, moment: datetime) -> tuple[int, int]:
    """How many appointments of the day stand, and of how many that began nobody said what came of them.

    One statement.
    """
    row = Appointment
    begun = case((and_(row.outcome.is_(None), row.starts_at <= moment), 1))
    stands = or_(row.outcome.is_(None), row.outcome.not_in(CALLED_OFF))
    here = (row.service_id.in_(services), row.starts_at >= moment_of(on), live(row), stands)
    ends = row.starts_at < moment_of(on + timedelta(days=1))
    every, unsettled = db.session.execute(select(func.count(), func.count(begun)).where(*here, ends)).one()
    return every, unsettled


def slots(*conditions: ColumnElement[bool]) -> list[Slot]:
    """The live appointments that meet the conditions, in the order of the clock."""
    rows = named().where(*conditions).order_by(Appointment.starts_at, Appointment.id)
    return [slot(row) for row in db.session.execute(rows)]


def named() -> Select[*tuple[Any, ...]]:
    """Live appointments, whose and with whom, and whether something is recorded of them."""
    own, named = Appointment, aliased(Client)
    noted = or_(
        exists().where(ContactNote.appointment_id == own.root_id, live(ContactNote)),
        *(_reviewed(*one) for one in REVIEWS),
    )
    held = (own.root_id, own.service_id, own.starts_at, own.minutes, own.purpose, own.worker_id, own.place)
    came = (own.clinic, own.outcome, own.late_minutes, noted.label("noted"))
    return (
        select(*held, *came, Episode.id, Client.first_name, Client.last_name, Worker.name)
        .join(Episode, and_(Episode.root_id == own.episode_id, live(Episode)))
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .outerjoin(Worker, Worker.id == own.worker_id)
        .where(live(own))
    )


REVIEWS = (
    (AppointmentPurpose.CARE_PLAN_REVIEW, CarePlanReview),
    (AppointmentPurpose.PRESCRIBING, PrescribingReview),
)
"""What is recorded of an appointment in the place of a note."""


def _reviewed(purpose: AppointmentPurpose, review: Any) -> ColumnElement[bool]:
    """SQL condition: the review that the appointment was for stands in the record, with its day."""
    own, on = Appointment, func.date(Appointment.starts_at)
    held = exists().where(review.episode_id == own.episode_id, review.reviewed_on == on, live(review))
    return and_(own.purpose == purpose, held)


def slot(row: Any, twice: bool = False) -> Slot:
    """A row of `named` as the diary shows it."""
    standard = DIARY.on(row.starts_at.date())
    return Slot(
        id=row.root_id,
        episode_id=row.id,
        service_id=row.service_id,
        client=listed_name(row.first_name, row.last_name),
        starts_at=london(row.starts_at),
        minutes=row.minutes or standard.minutes[row.purpose],
        purpose=row.purpose,
        worker_id=row.worker_id,
        worker=row.name or "",
        place=row.place or "",
        clinic=row.clinic or "",
        outcome=AppointmentOutcome(row.outcome) if row.outcome else None,
        late_minutes=row.late_minutes,
        noted=bool(row.noted),
        twice=twice,
    )


def page(services: frozenset[str], episode: Episode, number: int) -> Rows:
    """A page of the record's appointments, the latest first, with who is booked twice. At most three statements."""
    mine = (*_mine(services, episode), live(Appointment))
    rows = named().order_by(Appointment.starts_at.desc(), Appointment.id.desc())
    page = read_page(rows, Appointment, mine, number, SIZE)
    return page._replace(rows=with_clashes(services, [slot(row) for row in page.rows]))


def with_clashes(services: frozenset[str], rows: Sequence[Slot]) -> list[Slot]:
    """The appointments, and which of those without an outcome are booked twice. At most one statement."""
    booked = [one for one in rows if one.outcome is None]
    if not booked:
        return list(rows)
    taken = or_(
        Appointment.worker_id.in_({one.worker_id for one in booked if one.worker_id}),
        Appointment.place.in_({one.place for one in booked if one.place}),
    )
    days = {one.starts_at.date() for one in booked}
    others = [one for one in slots(Appointment.service_id.in_(services), _on(days), taken) if one.stands]
    return [replace(row, twice=row in booked and any(map(row.meets, others))) for row in rows]


def _on(days: Collection[date]) -> ColumnElement[bool]:
    """SQL condition: an appointment of one of these London days."""
    bounds = ((moment_of(on), moment_of(on + timedelta(days=1))) for on in sorted(days))
    return or_(
        *(and_(Appointment.starts_at >= first, Appointment.starts_at < after) for first, after in bounds)
    )


def _mine(services: frozenset[str], episode: Episode) -> tuple[ColumnElement[bool], ...]:
    return Appointment.service_id.in_(services), Appointment.episode_id == episode.root_id


def appointment(
    services: frozenset[str], episode: Episode, appointment_id: str, lock: bool = False
) -> Appointment | None:
    """The live appointment of the episode by any id of its chain, held where it is to be changed."""
    named = select(Appointment.root_id).where(Appointment.id == appointment_id, *_mine(services, episode))
    rows = select(Appointment).where(Appointment.root_id.in_(named), live(Appointment))
    one: Appointment | None = db.session.scalars(rows.with_for_update() if lock else rows).first()
    return one


def successor(appointment: Appointment) -> Appointment | None:
    """The appointment in the place of this one; None where it was not moved."""
    rows = select(Appointment).where(Appointment.moved_from == appointment.root_id, live(Appointment))
    return db.session.scalars(rows.order_by(Appointment.id)).first()


def last(services: frozenset[str], episode: Episode) -> Appointment | None:
    """The appointment of the episode that was recorded last, live or not."""
    rows = select(Appointment).where(*_mine(services, episode))
    return db.session.scalars(
        rows.order_by(Appointment.recorded_at.desc(), Appointment.id.desc()).limit(1)
    ).first()


def caseload(services: frozenset[str], worker_id: str) -> dict[str, str]:
    """Names by episode of the open episodes that the worker keeps."""
    named = aliased(Client)
    rows = (
        select(Episode.id, Client.first_name, Client.last_name)
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .where(Episode.service_id.in_(services), Episode.keyworker_id == worker_id)
        .where(Episode.closed_on.is_(None), live(Episode), Client.deceased_on.is_(None))
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), Episode.id)
    )
    return {row[0]: listed_name(row[1], row[2]) for row in db.session.execute(rows)}
