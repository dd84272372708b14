"""Who is signed in and what they hold today."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, func, or_, select

from careplan.ground.corrections import live
from careplan.ground.db import db, read
from careplan.ground.types import Id
from careplan.staff.codes import Role
from careplan.staff.models import Draft, Membership, Service, Submission, Worker
from careplan.staff.queries.accounts import rests
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
        .add_columns(rests())
        .add_columns(_sent().where(Submission.key == bindparam("form", type_=Id)).scalar_subquery())
        .add_columns(Service.closed_on, func.coalesce(Service.closed_on <= on, False))
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
    pairs = [
        (Held(row[3], Role(row[4]), row[5], row[6], row[7], row[11], bool(row[12])), row[9])
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
