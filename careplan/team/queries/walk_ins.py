"""Who walked in, who saw them, and how many wait for the worker on duty."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
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
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from careplan.clients.models import Appointment, Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.ground.clock import moment_of
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import FIRST, ON, SERVICES, SIZE
from careplan.ground.reading import read
from careplan.staff.models import Worker
from careplan.team.registers import WalkIn
from careplan.team.rules import TEAM, WALK_IN
from careplan.ui.paging import Rows, page_of


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk-in: who came when (HH:MM) and what for, who saw them when, and the episode of the client, if any.

    `since`: the day on which the client came before and was not seen, within the days for which such a one is listed.
    """

    id: str
    service_id: str
    came_on: date
    came_at: str
    words: str | None
    client: str
    episode_id: str | None
    seen_by: str | None
    seen_at: str
    since: date | None


def walked_in(services: Collection[str], on: date, number: int, size: int) -> Rows:
    """A page of who walked in on the day and whom nobody saw in the days before; who waits first.

    A client who came again before anybody saw them stands here once, as they came last. One statement, three where
    the number is beyond the last page.
    """
    values = {"services": sorted(services), "on": on, "since": _listed_since(on), "size": size}
    page = page_of(lambda first: read(_walked(), values | {"first": first}), number, size)
    return page._replace(rows=[_of_row(*row) for row in page.rows])


def _of_row(who: str, episode_id: str | None, first: str, last: str, *more: Any) -> Walked:
    id_, service_id, came_on, came_at, words, seen_by, seen_at, since, _total = more
    client = listed_name(first, last) if episode_id else who
    own = (id_, service_id, came_on, came_at, words, client, episode_id)
    return Walked(*own, seen_by, seen_at or "", since)


@cache
def _walked() -> Select[Any]:
    """Built once: building it takes longer than running it."""
    row, named, since = WalkIn, aliased(Client), bindparam("since", type_=Date)
    waits = and_(row.seen_by.is_(None), row.came_on > since, row.came_on < ON)
    again = and_(row.seen_by.is_(None), _came_again(row, ON))
    own = (row.id, row.service_id, row.came_on, row.came_at, row.words, Worker.name, row.seen_at)
    return (
        select(row.who, _episode_of(row), Client.first_name, Client.last_name, *own)
        .add_columns(_unseen_since(row, since), func.count().over())
        .outerjoin(named, named.id == row.client_id)
        .outerjoin(Client, and_(Client.root_id == named.root_id, live(Client)))
        .outerjoin(Worker, Worker.id == row.seen_by)
        .where(row.service_id.in_(SERVICES), live(row), or_(row.came_on == ON, waits), not_(again))
        .order_by(row.seen_by.is_not(None), row.came_on, row.came_at, row.id)
        .limit(SIZE)
        .offset(FIRST)
    )


def _of_same(row: Any, other: Any) -> ColumnElement[bool]:
    """SQL condition: two walk-ins of one client at one service, the other live."""
    mine, theirs = aliased(Client), aliased(Client)
    same = (
        select(theirs.id)
        .join(mine, mine.root_id == theirs.root_id)
        .where(theirs.id == other.client_id, mine.id == row.client_id)
        .correlate(row, other)
        .exists()
    )
    return and_(other.service_id == row.service_id, live(other), same)


def _moment(row: Any) -> Any:
    return tuple_(row.came_on, row.came_at, row.id)


def _came_again(row: Any, on: date | BindParameter[date]) -> ColumnElement[bool]:
    """SQL condition: the client of the walk-in came to the service once more, until the day."""
    again = aliased(WalkIn)
    later = select(again.id).where(_of_same(row, again), again.came_on <= on, _moment(again) > _moment(row))
    return later.correlate(row).exists()


def _unseen_since(row: Any, since: BindParameter[date]) -> Any:
    """SQL: the first day after `since` on which the client of a walk-in came before, and was not seen."""
    before = aliased(WalkIn)
    unseen = (before.seen_by.is_(None), before.came_on > since, before.came_on < row.came_on)
    return (
        select(func.min(before.came_on))
        .where(_of_same(row, before), *unseen)
        .correlate(row)
        .scalar_subquery()
    )


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


def walk_in(services: Collection[str], walk_in_id: str, on: date, episode: Episode | None = None) -> Any:
    """The live row of a walk-in by any id of its chain, held until the transaction ends; None elsewhere.

    Of the client of the episode, where one is given, else of nobody who has an episode at the service. None as well of
    a client whom nobody saw then and who came again until the day `on`: the later one is on the list.
    """
    row, named = WalkIn, aliased(WalkIn)
    chain = select(named.root_id).where(named.id == walk_in_id)
    whose = _episode_of(row).is_(None) if episode is None else _of_client(episode)
    here = (row.root_id.in_(chain), row.service_id.in_(services), live(row), whose)
    rows = select(row).where(*here, or_(row.seen_by.is_not(None), not_(_came_again(row, on))))
    return db.session.scalars(rows.with_for_update(key_share=True)).first()


def replaced(services: Collection[str], walk_in_id: str, on: date) -> bool:
    """Whether a walk-in at one of the services was corrected or struck out, or its client came again until the day."""
    row = WalkIn
    gone = or_(not_(live(row)), _came_again(row, on))
    rows = select(row.id).where(row.id == walk_in_id, row.service_id.in_(services), gone)
    return db.session.scalars(rows).first() is not None


def _of_client(episode: Episode) -> ColumnElement[bool]:
    return and_(WalkIn.service_id == episode.service_id, WalkIn.client_id.in_(_chain(episode.client_id)))


def _chain(client_id: str) -> Any:
    """SQL: the ids of a client, by any of them."""
    named = aliased(Client)
    return select(Client.id).join(named, named.root_id == Client.root_id).where(named.id == client_id)


def waiting(duty: Any, on: date) -> Any:
    """SQL: how many walk-ins at the service of a duty nobody has seen yet on the day."""
    row = WalkIn
    waits = (row.came_on > _listed_since(on), row.came_on <= on, row.seen_by.is_(None), live(row))
    rows = select(func.count()).select_from(row).where(row.service_id == duty.service_id, *waits)
    return rows.where(not_(_came_again(row, on))).correlate(duty).scalar_subquery()


def _listed_since(on: date) -> date:
    return on - timedelta(days=TEAM.on(on).walk_ins.days)


def waits_here(service_id: str, client_id: str, on: date) -> bool:
    """Whether the client walked in at the service on the day and was not seen yet."""
    row = WalkIn
    here = (row.service_id == service_id, row.client_id.in_(_chain(client_id)), live(row))
    rows = select(row.id).where(*here, row.came_on == on, row.seen_by.is_(None))
    return db.session.scalars(rows.limit(1)).first() is not None


def became(row: Any) -> Appointment | None:
    """The live appointment that a client's walk-in became when it was seen, on its day or the first one after."""
    if row.client_id is None or row.seen_by is None:
        return None
    one, last = Appointment, row.came_on + timedelta(days=TEAM.on(row.came_on).walk_ins.days)
    mine = select(Episode.root_id).where(Episode.client_id.in_(_chain(row.client_id)))
    days = (one.starts_at >= moment_of(row.came_on), one.starts_at < moment_of(last))
    rows = select(one).where(one.service_id == row.service_id, one.episode_id.in_(mine), live(one), *days)
    rows = rows.where(one.worker_id == row.seen_by, one.clinic == WALK_IN).order_by(one.starts_at, one.id)
    every = db.session.scalars(rows).all()
    came = moment_of(row.came_on, row.came_at)
    return next((one for one in every if one.starts_at == came), next(iter(every), None))
