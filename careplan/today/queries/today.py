"""What waits for a worker today, from every room; and how large the caseload is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select

import careplan.assessment.queries as assessment
import careplan.audit.queries.lines as audit
import careplan.clients.queries as clients
import careplan.plans.queries as plans
import careplan.prescribing.queries as prescribing
import careplan.risk.queries as risk
from careplan.clients.models import Episode
from careplan.clients.rules import Todo
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Membership, Worker

Asked = Callable[[frozenset[str], str, date], list[Todo]]
ROOMS: tuple[Asked, ...] = (assessment.todo, risk.todo, plans.todo)
"""Rooms that answer for one worker's clients."""


def own(services: frozenset[str], worker_id: str, on: date) -> list[Todo]:
    """What the rooms ask of the worker about own clients. Five statements."""
    return [line for todo in ROOMS for line in todo(services, worker_id, on)]


def everybodys(services: frozenset[str], worker_id: str, on: date) -> list[Todo]:
    """Tasks and courses of all clients of the services: whose they are is decided by a rule. Four statements."""
    return [*clients.todo(services, None, on), *prescribing.todo(services, worker_id, on)]


def to_countersign(services: frozenset[str], worker_id: str, on: date) -> list[Todo]:
    """High risks that a manager has not seen yet. One statement."""
    return risk.to_countersign(services, worker_id, on) if services else []


def overdue_actions(services: frozenset[str], on: date) -> list[Todo]:
    """Action lines past their day that did not close themselves. One statement where there is none.

    `services` are those whose audits the worker signs.
    """
    return audit.todo(services, on) if services else []


def second_prescribers(
    services: frozenset[str], managed: frozenset[str], worker_id: str, on: date
) -> list[Todo]:
    """Orders that wait for the worker or that the worker waits for, and what they have to be told. One statement."""
    return prescribing.told(services, managed, worker_id, on)


def caseload_sizes(services: frozenset[str], worker_id: str, on: date) -> tuple[int, int, int]:
    """How many open episodes the worker keeps, how many nobody, how many nobody who is still there. One statement."""
    mine = func.count(case((Episode.keyworker_id == worker_id, 1)))
    nobodys = func.count(case((Episode.keyworker_id.is_(None), 1)))
    left = func.count(case((or_(Episode.keyworker_id.is_(None), ~clients.keeps(on)), 1)))
    row = db.session.execute(
        select(mine, nobodys, left).where(
            Episode.service_id.in_(services), Episode.closed_on.is_(None), live(Episode)
        )
    ).one()
    return row[0], row[1], row[2]


def still_open(services: frozenset[str]) -> dict[str, int]:
    """How many open episodes each of the services has, where there are any. One statement."""
    rows = (
        select(Episode.service_id, func.count())
        .where(Episode.service_id.in_(services), Episode.closed_on.is_(None), live(Episode))
        .group_by(Episode.service_id)
        .order_by(Episode.service_id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


@dataclass(frozen=True, slots=True)
class Unready:
    """A worker who cannot work yet, or no more: without a password, or without a role that holds today."""

    worker_id: str
    name: str
    password: bool
    role: bool


def unready(services: frozenset[str], on: date) -> list[Unready]:
    """Workers tied to these services who lack a password or a role, by name. One statement."""
    tied = select(Membership.worker_id).where(Membership.service_id.in_(services), live(Membership))
    holds = and_(
        Membership.worker_id == Worker.id,
        live(Membership),
        Membership.from_on <= on,
        or_(Membership.until_on.is_(None), Membership.until_on > on),
    )
    role = select(Membership.worker_id).where(holds).exists()
    rows = db.session.execute(
        select(Worker.id, Worker.name, Worker.password_hash.is_not(None), role)
        .where(Worker.id.in_(tied), Worker.disabled_at.is_(None), or_(Worker.password_hash.is_(None), ~role))
        .order_by(Worker.name, Worker.id)
    )
    return [Unready(row[0], row[1], bool(row[2]), bool(row[3])) for row in rows]
