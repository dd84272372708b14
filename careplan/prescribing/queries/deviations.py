"""What hangs on doses other than ordered: the open task of a course, whose it is, the incident of a day."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Task, TaskAction
from careplan.clients.queries.merging import same_person
from careplan.governance.codes import IncidentKind
from careplan.governance.registers import Incident
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.models import Course, DoseOrder
from careplan.staff.codes import Role
from careplan.staff.models import Membership, Worker
from careplan.staff.queries import rests


def _of_course(services: frozenset[str], course_id: str) -> Select[Task]:
    mine = Task.source.startswith(f"amount:{course_id}:", autoescape=True)
    return select(Task).where(Task.service_id.in_(services), mine)


def open_task(services: frozenset[str], course_id: str) -> Task | None:
    """The task about amounts of the course (its root id) that still waits."""
    closed = select(TaskAction.id).where(TaskAction.task_id == Task.id, TaskAction.closes.is_(True)).exists()
    waiting = _of_course(services, course_id).where(live(Task), ~closed).order_by(Task.id)
    task: Task | None = db.session.scalars(waiting).first()
    return task


def next_source(services: frozenset[str], course_id: str) -> str:
    """The source of the course's next task: numbered, so that two written at once are one."""
    every = _of_course(services, course_id).with_only_columns(func.count(Task.id))
    return f"amount:{course_id}:{(db.session.scalar(every) or 0) + 1}"


def prescriber(services: frozenset[str], course_id: str, on: date) -> str | None:
    """Who is told: the prescriber who ordered the dose of the day, else the first of the service by name."""
    link, now = aliased(Course), today()
    ordered = (
        select(DoseOrder.recorded_by)
        .join(link, link.id == DoseOrder.course_id)
        .where(link.root_id == course_id, DoseOrder.service_id.in_(services), live(DoseOrder))
        .where(DoseOrder.effective_on <= on)
        .order_by(DoseOrder.effective_on.desc(), DoseOrder.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    text: str | None = db.session.scalars(
        select(Membership.worker_id)
        .join(Worker, Worker.id == Membership.worker_id)
        .where(
            Membership.service_id.in_(services),
            Membership.role == Role.PRESCRIBER.value,
            ~rests(),
            Membership.from_on <= now,
            func.coalesce(Membership.until_on, date.max) > now,
        )
        .order_by((Membership.worker_id == func.coalesce(ordered, "")).desc(), Worker.name, Worker.id)
    ).first()
    return text


def incident(services: frozenset[str], client_id: str, on: date) -> bool:
    """Whether a medication error of the client on that day is on record."""
    statement = (
        select(Incident.id)
        .where(
            Incident.service_id.in_(services),
            Incident.client_id.in_(same_person(client_id)),
            live(Incident),
        )
        .where(Incident.happened_on == on, Incident.kind == IncidentKind.DRUG_ERROR.value)
    )
    return db.session.scalars(statement.order_by(Incident.id)).first() is not None
