"""What signing in needs and who is signed in: credentials, how often a name was tried, memberships of today, drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from careplan.ground.clock import now
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.reading import load, read
from careplan.ground.types import Id, Moment
from careplan.staff.codes import Role
from careplan.staff.models import Draft, Membership, Service, SignInFailure, Submission, Worker
from careplan.staff.queries.accounts import rests
from careplan.staff.rules import DESK, Actor, RoleAtService
from careplan.trail.queries import marks_of

SAME = timedelta(minutes=15)
"""For how long a form that is filled in like one before it is taken for the same: as long as a session rests."""


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


@dataclass(frozen=True, slots=True)
class Checks:
    """Password checks since a moment, and whether one was refused for their number."""

    of_name_and_origin: int
    of_name: int
    of_origin: int
    refused: bool


def checks_since(name: str, origin: str, moment: datetime) -> Checks:
    """Password checks counted after the moment; `of_name`: those of strangers alone."""
    row = SignInFailure
    both, made = and_(row.username == name, row.origin == origin), ~row.refused
    stranger = ~or_(row.origin.startswith("browser:"), row.origin == DESK.key)
    counts = db.session.execute(
        select(
            func.count(case((and_(both, made), 1))),
            func.count(case((and_(row.username == name, made, stranger), 1))),
            func.count(case((and_(row.origin == origin, made), 1))),
            func.count(case((and_(both, row.refused), 1))),
        ).where(or_(row.username == name, row.origin == origin), row.at > moment)
    ).one()
    return Checks(counts[0], counts[1], counts[2], counts[3] > 0)


@dataclass(frozen=True, slots=True)
class Throttled:
    """A worker as whom somebody tried to sign in too often: how often, from how many places, and when last."""

    worker_id: str
    name: str
    times: int
    origins: int
    last: datetime


def throttled(services: frozenset[str], since: date) -> list[Throttled]:
    """Workers of the services whose name had to wait since that day, the last first. One statement."""
    begun = datetime.combine(since, time(), UTC)
    tied = select(Membership.worker_id).where(Membership.service_id.in_(services), live(Membership))
    last = func.max(SignInFailure.at)
    rows = db.session.execute(
        select(Worker.id, Worker.name, func.count(), func.count(SignInFailure.origin.distinct()), last)
        .join(SignInFailure, SignInFailure.username == func.lower(Worker.username))
        .where(SignInFailure.refused, SignInFailure.at > begun, Worker.id.in_(tied))
        .group_by(Worker.id, Worker.name)
        .order_by(last.desc(), Worker.id)
    )
    return [Throttled(*row) for row in rows]


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
        .add_columns(rests())
        .add_columns(_sent().where(Submission.key == bindparam("form", type_=Id)).scalar_subquery())
        .add_columns(Service.closed_on, func.coalesce(Service.closed_on <= on, False))
        .add_columns(marks_of(_services()), _typed())
        .outerjoin(Membership, holds)
        .outerjoin(Service, Service.id == Membership.service_id)
        .where(
            Worker.id == bindparam("worker", type_=Id),
            Worker.session_key == bindparam("key", type_=Id),
            Worker.disabled_at.is_(None),
        )
        .order_by(Membership.service_id, Membership.role, Membership.from_on)
    )


def _services() -> Select[*tuple[Any, ...]]:
    """The services where the worker ever had a role."""
    row = aliased(Membership)
    return select(row.service_id).where(row.worker_id == Worker.id).correlate(Worker)


def _sent() -> Select[*tuple[Any, ...]]:
    """Where the worker's sent forms led."""
    return select(Submission.location).where(Submission.worker_id == Worker.id)


def _typed() -> ScalarSelect[datetime]:
    """When the worker last sent a form that was filled in like this one."""
    mine = (Submission.worker_id == Worker.id, Submission.typed == bindparam("typed", type_=Id))
    recent = Submission.at > bindparam("since", type_=Moment)
    return select(func.max(Submission.at)).where(*mine, recent).scalar_subquery()


def typed_location(worker_id: str, typed: str) -> str | None:
    """Where the last form led that the worker filled in so."""
    mine = (Submission.worker_id == worker_id, Submission.typed == typed)
    return db.session.scalars(select(Submission.location).where(*mine).order_by(Submission.at.desc())).first()


def actor(worker_id: str, session_key: str, on: date, form: str = "", typed: str = "") -> Actor | None:
    """The worker with the memberships that hold on the day, in one statement; None when disabled or signed out.

    `form`: the key of the form that the worker is sending, if any; `typed`: the digest of what it is filled in with.
    """
    values: dict[str, Any] = {"worker": worker_id, "key": session_key, "on": on, "form": form}
    values |= {"typed": typed, "since": now() - SAME}
    rows = read(_signed_in(), values)
    if not rows:
        return None
    pairs = [
        (RoleAtService(row[3], Role(row[4]), row[5], row[6], row[7], row[11], bool(row[12])), row[9])
        for row in rows
        if row[3] is not None
    ]
    me = rows[0]
    return Actor(
        me[0],
        me[1],
        me[2],
        tuple(one for one, rests in pairs if not rests),
        has_drafts=bool(me[8]),
        sent_to=me[10] or "",
        resting=tuple(one for one, rests in pairs if rests),
        mark=me[13],
        typed_at=me[14],
    )


def session_holds(worker_id: str, session_key: str) -> bool:
    """Whether a session that ran out was still the worker's own: neither signed out nor shut."""
    rows = select(Worker.id).where(
        Worker.id == worker_id, Worker.session_key == session_key, Worker.disabled_at.is_(None)
    )
    return db.session.scalars(rows).first() is not None


def may_sign_in(worker_id: str) -> bool:
    """Whether the worker's account is open."""
    rows = select(Worker.id).where(Worker.id == worker_id, Worker.disabled_at.is_(None))
    return db.session.scalars(rows).first() is not None


def draft(worker_id: str, subject: str) -> Draft | None:
    """The newest draft that the worker left on the page at `subject`."""
    rows = load(_drafts(), {"worker": worker_id, "subject": subject})
    return rows[0][0] if rows else None


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


def count_drafts(worker_id: str) -> int:
    """How many there are. One statement."""
    rows = select(func.count()).select_from(Draft).where(Draft.worker_id == worker_id, ~_was_sent())
    return db.session.scalar(rows) or 0
