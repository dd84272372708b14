"""Who keeps which client, and whose keyworker is gone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Membership, Worker


@dataclass(frozen=True, slots=True)
class Kept:
    """An open episode and its keyworker; `here`: the keyworker can sign in and has a role at the service today."""

    episode_id: str
    name: str
    birth: Birth
    service_id: str
    referred_on: date
    keyworker_id: str | None
    keyworker: str
    here: bool


def kept(services: frozenset[str], on: date) -> list[Kept]:
    """Every open episode of the services, by name. One statement."""
    named = aliased(Client)
    rows = db.session.execute(
        select(Episode, Client, Worker.name.label("keyworker"), keeps(on).label("here"))
        .join(named, named.id == Episode.client_id)
        .join(Client, Client.root_id == named.root_id)
        .outerjoin(Worker, Worker.id == Episode.keyworker_id)
        .where(Episode.service_id.in_(services), Episode.closed_on.is_(None), live(Episode), live(Client))
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), Episode.id)
    )
    return [
        Kept(
            row.Episode.id,
            listed_name(row.Client.first_name, row.Client.last_name),
            row.Client.birth,
            row.Episode.service_id,
            row.Episode.referred_on,
            row.Episode.keyworker_id,
            row.keyworker or "",
            bool(row.here),
        )
        for row in rows
    ]


def keeps(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """SQL condition: the episode's keyworker can sign in and may hold a caseload at its service on the day."""
    return (
        select(Membership.worker_id)
        .join(Worker, Worker.id == Membership.worker_id)
        .where(
            Membership.worker_id == Episode.keyworker_id,
            Membership.service_id == Episode.service_id,
            Membership.role.in_(("keyworker", "prescriber", "manager")),
            and_(Membership.from_on <= on, or_(Membership.until_on.is_(None), Membership.until_on > on)),
            live(Membership),
            Worker.disabled_at.is_(None),
        )
        .exists()
    )


def kept_by(worker_id: str) -> Sequence[Episode]:
    """The open episodes that a worker keeps, at whatever service, locked until the transaction ends.

    For closing the account, which shows none of them.
    """
    return db.session.scalars(
        select(Episode)
        .where(Episode.keyworker_id == worker_id, Episode.closed_on.is_(None), live(Episode))
        .order_by(Episode.id)
        .with_for_update(key_share=True)
    ).all()


def kept_by_number(worker_id: str) -> int:
    """How many open episodes a worker keeps: the one thing that an administrator reads of them."""
    count = select(func.count()).select_from(Episode)
    mine = (Episode.keyworker_id == worker_id, Episode.closed_on.is_(None), live(Episode))
    return db.session.scalar(count.where(*mine)) or 0


def open_episodes(services: frozenset[str], ids: Collection[str]) -> Sequence[Episode]:
    """Those of the episodes that are open at the services, as they stand now, locked until the transaction ends."""
    return db.session.scalars(
        select(Episode)
        .where(
            Episode.id.in_(ids), Episode.service_id.in_(services), Episode.closed_on.is_(None), live(Episode)
        )
        .order_by(Episode.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
