"""Who walked in, who saw them, and how many wait for the worker on duty."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Worker
from careplan.team.registers import Duty, WalkIn
from careplan.team.rules import TEAM


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk-in with the episode of the client, where it is one, and the name of who saw them."""

    row: Any
    episode_id: str | None
    client: str
    seen_by: str | None


def walked_in(services: Collection[str], on: date) -> list[Walked]:
    """Who walked in on the day, and whom nobody saw in the days before; who waits first. One statement."""
    row, named = WalkIn, aliased(Client)
    waits = and_(row.seen_by.is_(None), row.came_on > _listed_since(on), row.came_on < on)
    rows = (
        select(row, _episode_of(row), Client.first_name, Client.last_name, Worker.name)
        .outerjoin(named, named.id == row.client_id)
        .outerjoin(Client, and_(Client.root_id == named.root_id, live(Client)))
        .outerjoin(Worker, Worker.id == row.seen_by)
        .where(row.service_id.in_(services), live(row), or_(row.came_on == on, waits))
        .order_by(row.seen_by.is_not(None), row.came_on, row.came_at, row.id)
    )
    return [
        Walked(one[0], one[1], listed_name(one[2], one[3]) if one[1] else one[0].who, one[4])
        for one in db.session.execute(rows)
    ]


def _episode_of(row: Any) -> Any:
    """SQL: the id of the episode of who walked in at the service, an open one first; NULL of nobody's client there."""
    named, chain = aliased(Client), aliased(Client)
    return (
        select(Episode.id)
        .join(chain, chain.id == Episode.client_id)
        .join(named, named.root_id == chain.root_id)
        .where(named.id == row.client_id, Episode.service_id == row.service_id, live(Episode))
        .order_by(Episode.closed_on.is_not(None), Episode.referred_on.desc(), Episode.id.desc())
        .limit(1)
        .correlate(row)
        .scalar_subquery()
    )


def walk_in(services: Collection[str], walk_in_id: str, episode: Episode | None = None) -> Any:
    """The live row of a walk-in by any id of its chain, held until the transaction ends; None elsewhere.

    Of the client of the episode, where one is given, else of nobody who has an episode at the service.
    """
    row, named = WalkIn, aliased(WalkIn)
    chain = select(named.root_id).where(named.id == walk_in_id)
    whose = _episode_of(row).is_(None) if episode is None else _of_client(episode)
    rows = select(row).where(row.root_id.in_(chain), row.service_id.in_(services), live(row), whose)
    return db.session.scalars(rows.with_for_update(key_share=True)).first()


def replaced(services: Collection[str], walk_in_id: str) -> bool:
    """Whether a walk-in at one of the services was corrected or struck out."""
    row = WalkIn
    rows = select(row.id).where(row.id == walk_in_id, row.service_id.in_(services), not_(live(row)))
    return db.session.scalars(rows).first() is not None


def _of_client(episode: Episode) -> ColumnElement[bool]:
    chain = select(Client.id).where(Client.root_id == episode.client.root_id)
    return and_(WalkIn.service_id == episode.service_id, WalkIn.client_id.in_(chain))


def waiting(services: Collection[str], worker_id: str, on: date) -> Any:
    """SQL: how many walk-ins nobody has seen yet, where the worker is on duty on the day."""
    row, duty = WalkIn, Duty
    mine = select(duty.id).where(
        duty.service_id == row.service_id, duty.worker_id == worker_id, duty.duty_on == on, live(duty)
    )
    waits = (row.came_on > _listed_since(on), row.came_on <= on, row.seen_by.is_(None), live(row))
    rows = select(func.count()).select_from(row).where(row.service_id.in_(services), *waits, mine.exists())
    return rows.scalar_subquery()


def _listed_since(on: date) -> date:
    return on - timedelta(days=TEAM.on(on).walk_ins.days)


def waits_here(episode: Episode, on: date) -> bool:
    """Whether the client walked in on the day and was not seen yet."""
    row = WalkIn
    rows = select(row.id).where(_of_client(episode), row.came_on == on, row.seen_by.is_(None), live(row))
    return db.session.scalars(rows.limit(1)).first() is not None
