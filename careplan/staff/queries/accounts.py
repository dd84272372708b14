"""Links to a first or new password, whose roles rest after one, and who confirmed them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import ON, SERVICES
from careplan.ground.types import Id, Moment
from careplan.staff.codes import CONFIRM_WORKER, SEES_CLIENTS, Role
from careplan.staff.models import Confirmation, Membership, Service, SignInLink, Worker
from careplan.staff.rules import Actor, RoleAtService

MOST_STEPS = 20


def rests() -> ColumnElement[bool]:
    """SQL condition, beside Worker and Membership: the role waits until somebody of the service confirms the person.

    So does a role after a link, and one that an administrator is given on a page: who gave it may be the same person.
    """
    linked = and_(Worker.linked_at.is_not(None), ~_confirmed_since(Worker.linked_at))
    given = and_(_given_to_an_administrator(), ~_confirmed_since(Membership.recorded_at))
    return and_(Membership.role.in_(SEES_CLIENTS), or_(linked, given))


def _confirmed_since(moment: Any) -> ColumnElement[bool]:
    return exists().where(
        Confirmation.worker_id == Membership.worker_id,
        Confirmation.service_id == Membership.service_id,
        Confirmation.confirmed_at >= moment,
    )


def _given_to_an_administrator() -> ColumnElement[bool]:
    """A worker, not the command or an import, gave the role to somebody who was an administrator before."""
    before, giver = aliased(Membership), aliased(Worker)
    was = exists().where(
        before.worker_id == Membership.worker_id,
        before.role == Role.ADMINISTRATOR.value,
        before.recorded_at <= Membership.recorded_at,
    )
    return and_(was, exists().where(giver.id == Membership.recorded_by))


def services_at_rest(worker_id: str) -> Sequence[str]:
    """Ids of the services at which a role of the worker rests: for commands only."""
    rows = select(Membership.service_id).join(Worker, Worker.id == Membership.worker_id)
    rows = rows.where(Worker.id == worker_id, live(Membership), rests()).distinct()
    return db.session.scalars(rows.order_by(Membership.service_id)).all()


def link(secret: str, at: datetime) -> SignInLink | None:
    """The link of that secret, when it still opens something."""
    rows = (
        select(SignInLink)
        .join(Worker, Worker.id == SignInLink.worker_id)
        .where(
            SignInLink.secret_sha256 == sha256(secret.encode()).hexdigest(),
            SignInLink.used_at.is_(None),
            SignInLink.voided_at.is_(None),
            SignInLink.until > at,
            Worker.disabled_at.is_(None),
        )
    )
    return db.session.scalars(rows).first()


def open_links(worker_id: str) -> Sequence[SignInLink]:
    """Links of a worker that were neither used nor voided, the newest first."""
    unused = and_(SignInLink.used_at.is_(None), SignInLink.voided_at.is_(None))
    rows = select(SignInLink).where(SignInLink.worker_id == worker_id, unused)
    return db.session.scalars(rows.order_by(SignInLink.made_at.desc(), SignInLink.id)).all()


@dataclass(frozen=True, slots=True)
class Resting:
    """A worker and the roles that rest at services of whoever asks; names of the workers who gave them."""

    worker: Worker
    roles: tuple[RoleAtService, ...]
    given_by: tuple[str, ...]

    @property
    def services(self) -> frozenset[str]:
        """The services at which something rests."""
        return frozenset(current.service_id for current in self.roles)


def resting(services: frozenset[str], by: Actor, on: date, worker_id: str | None = None) -> list[Resting]:
    """Whom the actor may confirm, by name: neither oneself nor whom one gave the link. One statement."""
    values = {"services": sorted(services), "on": on, "by": by.id, "worker": worker_id}
    rows = db.session.execute(_resting(worker_id is not None), values)
    pairs: dict[Worker, list[tuple[RoleAtService, str]]] = {}
    for worker, row, name, given_by in rows:
        current = RoleAtService(row.service_id, Role(row.role), row.from_on, row.until_on, name)
        pairs.setdefault(worker, []).append((current, given_by or ""))
    return [
        Resting(
            worker,
            tuple(stored for stored, _ in roles),
            tuple(dict.fromkeys(given_by for _, given_by in roles if given_by)),
        )
        for worker, roles in pairs.items()
    ]


@cache
def _resting(one: bool) -> Select[Worker, Membership, str, str]:
    """Built once: building it takes longer than running it."""
    giver = aliased(Worker)
    by = bindparam("by", type_=Id)
    statement = (
        select(Worker, Membership, Service.name, giver.name)
        .join(Membership, Membership.worker_id == Worker.id)
        .join(Service, Service.id == Membership.service_id)
        .outerjoin(giver, giver.id == Membership.recorded_by)
        .where(Membership.service_id.in_(SERVICES), live(Membership), rests(), Worker.disabled_at.is_(None))
        .where(or_(Membership.until_on.is_(None), Membership.until_on > ON))
        .where(Worker.id != by, func.coalesce(Worker.linked_by, "") != by)
        .order_by(Worker.name, Worker.id, Service.name, Membership.role, Membership.from_on)
    )
    return statement.where(Worker.id == bindparam("worker", type_=Id)) if one else statement


def confirmers(services: frozenset[str], worker_id: str, on: date) -> list[str]:
    """Names of those who may confirm a worker at the services, by name."""
    model = aliased(Worker)
    maker = select(model.linked_by).where(model.id == worker_id).scalar_subquery()
    rows = (
        select(Worker.id, Worker.name)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(Membership.service_id.in_(services), live(Membership), ~rests(), Worker.disabled_at.is_(None))
        .where(Membership.role.in_(CONFIRM_WORKER.roles), Membership.from_on <= on)
        .where(or_(Membership.until_on.is_(None), Membership.until_on > on))
        .where(Worker.id != worker_id, Worker.id != func.coalesce(maker, ""))
        .distinct()
        .order_by(Worker.name, Worker.id)
    )
    return [row[1] for row in db.session.execute(rows)]


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an account: `what` is made, used or confirmed; `by` as recorded, a name where there is one."""

    at: datetime
    what: str
    worker: str
    by: str


def steps(services: frozenset[str], since: datetime) -> list[Step]:
    """Links made and used and confirmations at the services since the moment, the last first, 20 at most."""
    rows = db.session.execute(_steps(), {"services": sorted(services), "since": since})
    return [Step(row[0], row[1], row[2], row[3] or row[4] or "") for row in rows]


@cache
def _steps() -> Select[*tuple[Any, ...]]:
    """Built once."""
    tied = select(Membership.worker_id).where(Membership.service_id.in_(SERVICES), live(Membership))
    since = bindparam("since", type_=Moment)
    link, told = SignInLink, Confirmation
    of_link = (link.worker_id.in_(tied),)
    parts = [
        select(
            link.made_at.label("at"), literal("made").label("what"), link.worker_id, link.made_by.label("by")
        ).where(*of_link, link.made_at > since),
        select(link.used_at, literal("used"), link.worker_id, null().cast(Text)).where(
            *of_link, link.used_at > since
        ),
        select(told.confirmed_at, literal("confirmed"), told.worker_id, told.confirmed_by).where(
            told.service_id.in_(SERVICES), told.confirmed_at > since
        ),
    ]
    every, other = union_all(*parts).subquery(), aliased(Worker)
    return (
        select(every.c.at, every.c.what, Worker.name, other.name, every.c.by)
        .join(Worker, Worker.id == every.c.worker_id)
        .outerjoin(other, other.id == every.c.by)
        .order_by(every.c.at.desc(), every.c.what, Worker.name)
        .limit(MOST_STEPS)
    )
