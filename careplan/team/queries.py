"""Who is away and who covers, who is on duty, who walked in, and what waits for a team."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

import careplan.clients.queries as clients
from careplan.clients.models import Client, Episode
from careplan.clients.queries import Kept
from careplan.clients.queries.pending import pending
from careplan.clients.registers.rows import Owner
from careplan.clients.rules.names import listed_name
from careplan.ground import gathering
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import ON
from careplan.ground.offers import Load, Todo
from careplan.ground.reading import read
from careplan.ground.scope import made
from careplan.staff.codes import Role
from careplan.staff.models import Worker
from careplan.staff.rules import Actor
from careplan.team import rules
from careplan.team.registers import Absence, Duty, Supervision, WalkIn
from careplan.team.rules import TEAM, Away
from careplan.ui.paging import page_count

SIZE, FIRST = bindparam("size", type_=Integer), bindparam("first", type_=Integer)


def _away(services: Collection[str], *more: ColumnElement[bool]) -> list[Away]:
    row, who, cover = Absence, aliased(Worker), aliased(Worker)
    columns = (
        row.id,
        row.service_id,
        row.worker_id,
        who.name,
        row.from_on,
        row.until_on,
        row.cover_id,
        cover.name,
    )
    rows = (
        select(*columns)
        .join(who, who.id == row.worker_id)
        .outerjoin(cover, cover.id == row.cover_id)
        .where(row.service_id.in_(services), live(row), *more)
        .order_by(who.name, row.from_on, row.id)
    )
    return [made(Away, one[:7], cover=one[7] or "") for one in db.session.execute(rows)]


def _on(on: date) -> tuple[ColumnElement[bool], ...]:
    return Absence.from_on <= on, Absence.until_on >= on


def away(services: Collection[str], on: date) -> list[Away]:
    """Who is away from these services on the day, by name. One statement."""
    return _away(services, *_on(on))


def away_between(services: Collection[str], first: date, last: date) -> list[Away]:
    """Who is away from these services on any of the days. One statement."""
    return _away(services, Absence.from_on <= last, Absence.until_on >= first)


def covered_by(services: Collection[str], worker_id: str, on: date) -> list[Away]:
    """For whom a worker stands in at these services on the day. One statement."""
    return _away(services, Absence.cover_id == worker_id, *_on(on))


def standing_in(services: Collection[str], worker_id: str, on: date) -> tuple[int, int]:
    """How many clients a worker covers, and how many walk-ins wait for the worker on duty. One statement."""
    covers, waits = _covered_clients(services, worker_id, on), _waiting_walk_ins(services, worker_id, on)
    clients, walked_in = db.session.execute(select(covers, waits)).one()
    return clients, walked_in


def _covered_clients(services: Collection[str], worker_id: str, on: date) -> Any:
    """SQL: how many open episodes those keep for whom a worker stands in on the day."""
    away = (
        Absence.worker_id == Episode.keyworker_id,
        Absence.service_id == Episode.service_id,
        Absence.cover_id == worker_id,
        live(Absence),
    )
    mine = select(Absence.id).where(*away, *_on(on)).exists()
    rows = select(func.count()).select_from(Episode)
    open_ = (Episode.service_id.in_(services), Episode.closed_on.is_(None), live(Episode))
    return rows.where(*open_, mine).scalar_subquery()


def refused(owner: Owner, values: Mapping[str, Any], row: Any) -> dict[str, str]:
    """Why an absence may not stand as typed, beside all others of the service; `row` is the one it corrects."""
    first, last = values["from_on"], values["until_on"]
    here, but = frozenset({owner.service_id}), [] if row is None else [Absence.id != row.id]
    others = _away(here, Absence.from_on <= last, Absence.until_on >= first, *but)
    able = {one for one, _, _ in clients.keyworkers(here, first)} & {
        one for one, _, _ in clients.keyworkers(here, last)
    }
    return rules.refused(values, others, able)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty at a service and from when until when (HH:MM); `away`: absent on that day all the same."""

    id: str
    service_id: str
    duty_on: date
    worker_id: str
    name: str
    from_time: str
    until_time: str
    away: bool


def on_duty(services: Collection[str], first: date, last: date | None = None) -> list[OnDuty]:
    """Who is on duty at these services on a day, or from it until another, in the order of the clock. One statement."""
    row, gone = Duty, Absence
    absent = select(gone.id).where(
        gone.service_id == row.service_id,
        gone.worker_id == row.worker_id,
        gone.from_on <= row.duty_on,
        gone.until_on >= row.duty_on,
        live(gone),
    )
    columns = (row.id, row.service_id, row.duty_on, row.worker_id, Worker.name, row.from_time, row.until_time)
    rows = (
        select(*columns, absent.exists())
        .join(Worker, Worker.id == row.worker_id)
        .where(row.service_id.in_(services), live(row), row.duty_on >= first, row.duty_on <= (last or first))
        .order_by(row.duty_on, row.from_time, Worker.name, row.id)
    )
    return [made(OnDuty, one[:7], away=bool(one[7])) for one in db.session.execute(rows)]


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


def _waiting_walk_ins(services: Collection[str], worker_id: str, on: date) -> Any:
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


def _gone() -> ColumnElement[bool]:
    """The keyworker is away from the service on the day."""
    row = Absence
    whose = (row.worker_id == Episode.keyworker_id, row.service_id == Episode.service_id, live(row))
    return select(row.id).where(*whose, row.from_on <= ON, row.until_on >= ON).exists()


@cache
def _listed(gone: bool) -> Select[Any]:
    """Living clients whose keyworker is away on the day, or whom nobody keeps then."""
    rows = clients.keeping(Client.deceased_on.is_(None), _gone() if gone else ~clients.keeps(ON))
    return rows.limit(SIZE).offset(FIRST)


@cache
def _count(gone: bool) -> Select[int]:
    every = _listed(gone).limit(None).offset(None).order_by(None).subquery()
    return select(func.count().label("clients")).select_from(every)


def listed(
    services: frozenset[str], on: date, number: int, size: int, *, gone: bool
) -> tuple[list[Kept], int, int, int]:
    """A page of the living clients whose keyworker is away, or whom nobody keeps; its number, pages, clients. Two."""
    total = read(_count(gone), {"services": sorted(services), "on": on})[0].clients
    number = min(number, pages := page_count(total, size))
    rows = clients.read_kept(_listed(gone), services, on, size=size, first=(number - 1) * size)
    return rows, number, pages, total


@cache
def _loads(loads: tuple[Load, ...]) -> Select[*tuple[Any, ...]]:
    """Built once: building it takes longer than running it."""
    every = union_all(
        *(select(literal(one.code).label("code"), *one.rows().subquery().c) for one in loads)
    ).subquery()
    return select(*every.c).distinct().order_by(every.c[1], every.c[0])


def loads(services: Collection[str]) -> dict[str, list[str]]:
    """What makes clients of these services weigh more, codes by the root id of the episode. One statement."""
    offered = gathering.loads()
    weighs: dict[str, list[str]] = {}
    for code, root_id in read(_loads(offered), {"services": sorted(services)}):
        weighs.setdefault(root_id, []).append(code)
    return weighs


def waiting(worker: Actor, services: Collection[str], keepers: Collection[str], on: date) -> list[Todo]:
    """What waits for these workers at services that the worker manages, as the Today of a keyworker tells it."""
    here = tuple(
        replace(one, role=Role.KEYWORKER) for one in worker.memberships if one.service_id in services
    )
    whole = replace(worker, memberships=here, stands_for=frozenset(keepers))
    return list(pending(gathering.pending(), whole, on))


def supervised(services: Collection[str]) -> dict[str, tuple[date, date | None]]:
    """The day of each worker's last supervision and what was said of the next, by worker id. One statement."""
    row = Supervision
    rows = select(row.worker_id, row.held_on, row.next_on).where(row.service_id.in_(services), live(row))
    ordered = db.session.execute(rows.order_by(row.held_on, row.recorded_at, row.id))
    return {one[0]: (one[1], one[2]) for one in ordered}
