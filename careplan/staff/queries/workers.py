"""Services, the workers of an administrator's services, and their roles."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, or_, select

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import ON, SERVICES
from careplan.ground.reading import read
from careplan.staff.codes import Role
from careplan.staff.models import Membership, Service, Worker
from careplan.staff.queries.accounts import rests
from careplan.staff.queries.sign_in import credentials
from careplan.staff.rules import Actor

NAMES = select(Service.id, Service.name).where(Service.id.in_(SERVICES)).order_by(Service.name, Service.id)
ROLES: BindParameter[Any] = bindparam("roles", expanding=True)


def service_names(services: frozenset[str]) -> dict[str, str]:
    """Names of the services by id, ordered by name."""
    return {row[0]: row[1] for row in read(NAMES, {"services": sorted(services)})}


def open_services(on: date) -> dict[str, str]:
    """Names of all services of the installation that are open on the day, by id, ordered by name."""
    begun = or_(Service.opened_on.is_(None), Service.opened_on <= on)
    still = or_(Service.closed_on.is_(None), Service.closed_on > on)
    rows = select(Service.id, Service.name).where(begun, still).order_by(Service.name, Service.id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _at(services: frozenset[str]) -> ColumnElement[bool]:
    """The worker has, had or will have a role at one of the services."""
    return exists().where(
        Membership.worker_id == Worker.id, Membership.service_id.in_(services), live(Membership)
    )


def workers(services: frozenset[str], page: int, size: int) -> tuple[Sequence[Worker], int]:
    """One page of the services' workers by name, and how many there are altogether."""
    total = db.session.scalar(select(func.count()).select_from(Worker).where(_at(services))) or 0
    rows = (
        select(Worker)
        .where(_at(services))
        .order_by(Worker.name, Worker.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return db.session.scalars(rows).all(), total


def worker(services: frozenset[str], worker_id: str, lock: bool = False) -> Worker | None:
    """The worker, or None when no role ties them to the services. `lock`: nobody else changes them meanwhile."""
    rows = select(Worker).where(Worker.id == worker_id, _at(services))
    worker: Worker | None = db.session.scalars(rows.with_for_update(key_share=True) if lock else rows).first()
    return worker


def account(worker_id: str) -> Worker:
    """The worker of a link, or the one signed in, whatever the service."""
    worker: Worker = db.session.get_one(Worker, worker_id)
    return worker


def worker_name(worker_id: str) -> str:
    """The name of whoever recorded something; the id itself where it is no worker's, such as the command's."""
    return db.session.scalar(select(Worker.name).where(Worker.id == worker_id)) or worker_id


def worker_named(username: str) -> Worker | None:
    """The worker of a username, whatever the service: for commands only."""
    account = credentials(username)
    return db.session.get(Worker, account.id) if account else None


def memberships(services: frozenset[str], worker_ids: Sequence[str]) -> Sequence[Membership]:
    """The workers' roles at the services, present ones first, then by start."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.worker_id.in_(worker_ids), Membership.service_id.in_(services), live(Membership))
        .order_by(
            Membership.until_on.is_not(None),
            Membership.from_on.desc(),
            Membership.service_id,
            Membership.role,
        )
    ).all()


def holders(service_id: str, role: Role, on: date) -> dict[str, str]:
    """Names by id of the workers who hold a role at a service on a day and may sign in, by name."""
    rows = db.session.execute(
        select(Worker.id, Worker.name)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(Membership.service_id == service_id, Membership.role == role.value, Membership.from_on <= on)
        .where(or_(Membership.until_on.is_(None), Membership.until_on > on), Worker.disabled_at.is_(None))
        .where(live(Membership), ~rests())
        .order_by(Worker.name, Worker.id)
    )
    return {row[0]: row[1] for row in rows}


def names_at(service_id: str, on: date, roles: Collection[str] = tuple(Role)) -> dict[str, str]:
    """Names by id of all who hold one of the roles at a service on a day, in the order of names."""
    return colleagues(frozenset({service_id}), on, roles)


@cache
def _colleagues() -> Select[str, str]:
    """Built once: building it takes longer than running it."""
    held = (
        Membership.service_id.in_(SERVICES),
        Membership.role.in_(ROLES),
        Membership.from_on <= ON,
        or_(Membership.until_on.is_(None), Membership.until_on > ON),
        live(Membership),
    )
    return (
        select(Worker.id, Worker.name)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(*held)
        .distinct()
        .order_by(Worker.name, Worker.id)
    )


def colleagues(services: frozenset[str], on: date, roles: Collection[str] = tuple(Role)) -> dict[str, str]:
    """Names by id of all who hold one of the roles at one of the services on a day, in the order of names."""
    values = {"services": sorted(services), "roles": sorted(roles), "on": on}
    return {row.id: row.name for row in read(_colleagues(), values)}


def membership(
    services: frozenset[str], worker_id: str, service_id: str, role: str, from_on: date
) -> Membership | None:
    """One role of a worker, or None when it is not at one of the services."""
    return (
        db.session.get(Membership, (worker_id, service_id, role, from_on)) if service_id in services else None
    )


def overlapping(worker_id: str, service_id: str, role: Role, from_on: date, until_on: date | None) -> bool:
    """Whether the worker has the same role at the service on any day of that time."""
    rows = select(Membership.from_on).where(
        Membership.worker_id == worker_id,
        Membership.service_id == service_id,
        Membership.role == role.value,
        live(Membership),
        or_(Membership.until_on.is_(None), Membership.until_on > from_on),
    )
    if until_on is not None:
        rows = rows.where(Membership.from_on < until_on)
    return db.session.scalars(rows).first() is not None


def works_elsewhere(services: frozenset[str], worker_id: str, on: date | None = None) -> bool:
    """Whether the worker has a role at another service, present or coming on the day, or without a day: ever."""
    rows = select(Membership.role).where(
        Membership.worker_id == worker_id, Membership.service_id.not_in(services), live(Membership)
    )
    if on is not None:
        rows = rows.where(or_(Membership.until_on.is_(None), Membership.until_on > on))
    return db.session.scalars(rows).first() is not None


def own_account(
    services: frozenset[str], worker_id: str, by: Actor, on: date | None = None, lock: bool = False
) -> Worker | None:
    """The worker whom the administrator may change: not oneself, and of these services alone, on the day or ever."""
    row = worker(services, worker_id, lock)
    if row is None or worker_id == by.id or works_elsewhere(services, worker_id, on):
        return None
    return row


def service_of(services: frozenset[str], service_id: str) -> Service | None:
    """The service, or None when it is not one of these."""
    return db.session.get(Service, service_id) if service_id in services else None


def closed_by(service_id: str, on: date) -> bool:
    """Whether the service is closed on the day."""
    rows = select(Service.id).where(Service.id == service_id, Service.closed_on <= on)
    return db.session.scalars(rows).first() is not None
