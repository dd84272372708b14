"""Who is signed in and what they hold today; the workers of an administrator's services; kept drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, exists, func, or_, select

from careplan.ground.corrections import live
from careplan.ground.db import db, read
from careplan.ground.types import Id
from careplan.staff.codes import Role
from careplan.staff.models import Draft, Membership, Service, SignInFailure, Submission, Worker
from careplan.staff.rules import Actor, Held


@cache
def _signed_in() -> Select[*tuple[Any, ...]]:
    """Built once: every request asks it."""
    on = bindparam("on", type_=Date)
    holds = and_(
        Membership.worker_id == Worker.id,
        live(Membership),
        Membership.from_on <= on,
        or_(Membership.until_on.is_(None), Membership.until_on > on),
    )
    return (
        select(Worker.id, Worker.username, Worker.name, Membership.service_id, Membership.role)
        .add_columns(Membership.from_on, Membership.until_on, Service.name)
        .add_columns(select(Draft.form).where(Draft.worker_id == Worker.id).exists())
        .add_columns(_sent().where(Submission.key == bindparam("form", type_=Id)).scalar_subquery())
        .outerjoin(Membership, holds)
        .outerjoin(Service, Service.id == Membership.service_id)
        .where(
            Worker.id == bindparam("worker", type_=Id),
            Worker.session_key == bindparam("key", type_=Id),
            Worker.disabled_at.is_(None),
        )
        .order_by(Membership.service_id, Membership.role, Membership.from_on)
    )


def _sent() -> Select[*tuple[Any, ...]]:
    """Where the worker's sent forms led."""
    return select(Submission.location).where(Submission.worker_id == Worker.id)


def actor(worker_id: str, session_key: str, on: date, form: str = "") -> Actor | None:
    """The worker with the memberships that hold on the day, in one statement; None when disabled or signed out.

    `form`: the key of the form that the worker is sending, if any.
    """
    values = {"worker": worker_id, "key": session_key, "on": on, "form": form}
    rows = read(_signed_in(), values).all()
    if not rows:
        return None
    held = tuple(Held(row[3], Role(row[4]), row[5], row[6], row[7]) for row in rows if row[3] is not None)
    me = rows[0]
    return Actor(me[0], me[1], me[2], held, has_drafts=bool(me[8]), sent_to=me[9] or "")


def service_names(services: frozenset[str]) -> dict[str, str]:
    """Names of the services by id, ordered by name."""
    found = db.session.execute(
        select(Service.id, Service.name).where(Service.id.in_(services)).order_by(Service.name, Service.id)
    )
    return {row[0]: row[1] for row in found}


def open_services(on: date) -> dict[str, str]:
    """Names of all services of the installation that are open on the day, by id, ordered by name."""
    begun = or_(Service.opened_on.is_(None), Service.opened_on <= on)
    still = or_(Service.closed_on.is_(None), Service.closed_on > on)
    rows = select(Service.id, Service.name).where(begun, still).order_by(Service.name, Service.id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in needs to know of a worker."""

    id: str
    password_hash: str | None
    session_key: str
    must_change: bool
    disabled: bool


def throttle_key(username: str) -> str:
    """The name under which password checks are counted: as typed, without regard to case and outer spaces."""
    return username.strip().casefold()[:200]


def credentials(username: str) -> Credentials | None:
    """The worker of that username; the same letters in the same case win over other cases."""
    typed = username.strip()
    row = db.session.execute(
        select(
            Worker.id,
            Worker.password_hash,
            Worker.session_key,
            Worker.must_change_password,
            Worker.disabled_at,
        )
        .where(or_(Worker.username == typed, func.lower(Worker.username) == typed.lower()))
        .order_by((Worker.username == typed).desc(), Worker.id)
    ).first()
    return Credentials(*row[:4], row[4] is not None) if row else None


def checks_since(name: str, moment: datetime) -> int:
    """Password checks counted for a throttle key after the moment."""
    counted = select(func.count()).where(SignInFailure.username == name, SignInFailure.at > moment)
    return db.session.scalar(counted) or 0


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


def worker(services: frozenset[str], worker_id: str, held: bool = False) -> Worker | None:
    """The worker, or None when no role ties them to the services. `held`: nobody else changes them meanwhile."""
    rows = select(Worker).where(Worker.id == worker_id, _at(services))
    found: Worker | None = db.session.scalars(rows.with_for_update(key_share=True) if held else rows).first()
    return found


def worker_named(username: str) -> Worker | None:
    """The worker of a username, whatever the service: for commands only."""
    known = credentials(username)
    return db.session.get(Worker, known.id) if known else None


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
        .order_by(Worker.name, Worker.id)
    )
    return {row[0]: row[1] for row in rows}


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


def own_account(services: frozenset[str], worker_id: str, by: Actor, on: date) -> Worker | None:
    """The worker whose password and account the administrator may change: of these services alone, not oneself."""
    found = worker(services, worker_id)
    if found is None or worker_id == by.id or works_elsewhere(services, worker_id, on):
        return None
    return found


def service_exists(service_id: str) -> bool:
    """Whether there is such a service: for commands only."""
    return db.session.get(Service, service_id) is not None


def draft(worker_id: str, subject: str) -> Draft | None:
    """The newest draft that the worker left on the page at `subject`."""
    found: Draft | None = db.session.scalars(_drafts(), {"worker": worker_id, "subject": subject}).first()
    return found


@cache
def _drafts() -> Select[Draft]:
    worker, subject = bindparam("worker", type_=Id), bindparam("subject", type_=String)
    newest = Draft.saved_at.desc()
    mine = (Draft.worker_id == worker, Draft.subject == subject, ~_was_sent())
    return select(Draft).where(*mine).order_by(newest)


def _was_sent() -> ColumnElement[bool]:
    """The form of a draft was sent: the script kept it in the moment of sending."""
    return exists().where(Submission.worker_id == Draft.worker_id, Submission.key == Draft.submission)


def drafts(worker_id: str) -> Sequence[Draft]:
    """What the worker typed and did not send, the newest first. One statement."""
    rows = select(Draft).where(Draft.worker_id == worker_id, ~_was_sent())
    return db.session.scalars(rows.order_by(Draft.saved_at.desc(), Draft.subject)).all()


def may_sign_in(worker_id: str) -> bool:
    """Whether the worker's account is open."""
    rows = select(Worker.id).where(Worker.id == worker_id, Worker.disabled_at.is_(None))
    return db.session.scalars(rows).first() is not None


def session_holds(worker_id: str, session_key: str) -> bool:
    """Whether a session that ran out was still the worker's own: neither signed out nor shut."""
    rows = select(Worker.id).where(
        Worker.id == worker_id, Worker.session_key == session_key, Worker.disabled_at.is_(None)
    )
    return db.session.scalars(rows).first() is not None
