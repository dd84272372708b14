"""Who is away and who covers, who is on duty, and what waits for a team."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

import careplan.clients.queries as clients
from careplan.clients.models import Client, Episode
from careplan.clients.queries.pending import pending
from careplan.clients.registers.rows import Owner
from careplan.ground import gathering
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import FIRST, ON, SERVICES, SIZE
from careplan.ground.offers import Load, Todo
from careplan.ground.reading import read
from careplan.ground.scope import made
from careplan.staff.codes import Role
from careplan.staff.models import Worker
from careplan.staff.rules import Actor
from careplan.team import rules
from careplan.team.queries.walk_ins import waiting as waiting_walk_ins
from careplan.team.registers import Absence, Duty, Supervision
from careplan.team.rules import Away, OwnDuty
from careplan.ui.paging import Rows, page_of


def _absences(services: Any, *more: ColumnElement[bool]) -> Select[Any]:
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
    return (
        select(*columns)
        .join(who, who.id == row.worker_id)
        .outerjoin(cover, cover.id == row.cover_id)
        .where(row.service_id.in_(services), live(row), *more)
        .order_by(who.name, row.from_on, row.id)
    )


def _away(services: Collection[str], *more: ColumnElement[bool]) -> list[Away]:
    return [_absence(one) for one in db.session.execute(_absences(services, *more))]


def _absence(row: Any) -> Away:
    return made(Away, row[:7], cover=row[7] or "")


def _on(on: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    return Absence.from_on <= on, Absence.until_on >= on


def away(services: Collection[str], on: date) -> list[Away]:
    """Who is away from these services on the day, by name. One statement."""
    return [_absence(one) for one in read(_away_today(), {"services": sorted(services), "on": on})]


@cache
def _away_today() -> Select[Any]:
    return _absences(SERVICES, *_on(ON))


def away_between(services: Collection[str], first: date, last: date) -> list[Away]:
    """Who is away from these services on any of the days. One statement."""
    return _away(services, Absence.from_on <= last, Absence.until_on >= first)


def covered_by(services: Collection[str], worker_id: str, on: date) -> list[Away]:
    """For whom a worker stands in at these services on the day. One statement."""
    return _away(services, Absence.cover_id == worker_id, *_on(on))


def standing_in(services: Collection[str], worker_id: str, on: date) -> tuple[int, tuple[OwnDuty, ...]]:
    """How many clients a worker covers, and the worker's duties of the day with who waits. One statement."""
    duty = Duty
    mine = and_(duty.worker_id == Worker.id, duty.service_id.in_(services), duty.duty_on == on, live(duty))
    own = (duty.service_id, duty.from_time, duty.until_time, waiting_walk_ins(duty, on))
    rows = (
        select(_covered_clients(services, worker_id, on), *own)
        .select_from(Worker)
        .outerjoin(duty, mine)
        .where(Worker.id == worker_id)
        .order_by(duty.from_time, duty.id)
    )
    every = db.session.execute(rows).all()
    return every[0][0], tuple(made(OwnDuty, one[1:]) for one in every if one[1])


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
    values = {"services": sorted(services), "from": first, "until": last or first}
    return [made(OnDuty, one[:7], away=bool(one[7])) for one in read(_duties(), values)]


@cache
def _duties() -> Select[Any]:
    row, gone = Duty, Absence
    absent = select(gone.id).where(
        gone.service_id == row.service_id,
        gone.worker_id == row.worker_id,
        gone.from_on <= row.duty_on,
        gone.until_on >= row.duty_on,
        live(gone),
    )
    columns = (row.id, row.service_id, row.duty_on, row.worker_id, Worker.name, row.from_time, row.until_time)
    first, last = bindparam("from", type_=Date), bindparam("until", type_=Date)
    return (
        select(*columns, absent.exists())
        .join(Worker, Worker.id == row.worker_id)
        .where(row.service_id.in_(SERVICES), live(row), row.duty_on >= first, row.duty_on <= last)
        .order_by(row.duty_on, row.from_time, Worker.name, row.id)
    )


def _gone() -> ColumnElement[bool]:
    """The keyworker is away from the service on the day."""
    row = Absence
    whose = (row.worker_id == Episode.keyworker_id, row.service_id == Episode.service_id, live(row))
    return select(row.id).where(*whose, row.from_on <= ON, row.until_on >= ON).exists()


@cache
def _listed(gone: bool) -> Select[Any]:
    """Living clients whose keyworker is away on the day, or whom nobody keeps then; with how many these are."""
    rows = clients.keeping(Client.deceased_on.is_(None), _gone() if gone else ~clients.keeps(ON))
    return rows.add_columns(func.count().over().label("total")).limit(SIZE).offset(FIRST)


def listed(services: frozenset[str], on: date, number: int, size: int, *, gone: bool) -> Rows:
    """A page of the living clients whose keyworker is away, or whom nobody keeps. One statement, three where the
    number is beyond the last page."""
    values = {"services": sorted(services), "on": on, "size": size}
    page = page_of(lambda first: read(_listed(gone), values | {"first": first}), number, size)
    return page._replace(rows=[clients.kept_of(*row[:-1]) for row in page.rows])


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
