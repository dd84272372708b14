"""The review clock of many episodes in one statement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Date, Row, ScalarSelect, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.codes import STRUCTURED
from careplan.clients.models import Client, Episode, Intervention, Pause
from careplan.ground.db import read
from careplan.ground.types import Id
from careplan.plans.models import CarePlan, CarePlanReview, Goal
from careplan.plans.rules.clock import ClockFacts, Reading, Span, read_clock
from careplan.plans.rules.standard import Schedule, schedule

SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
ON = bindparam("on", type_=Date)


@dataclass(frozen=True, slots=True)
class Clocked:
    """An episode with what the clock says of it."""

    episode_id: str
    service_id: str
    client_name: str
    keyworker_id: str | None
    started_on: date | None
    agreed_on: date | None
    reading: Reading


def clock(services: frozenset[str], episode_ids: Collection[str], on: date) -> dict[str, Reading]:
    """What the clock says on a day, by episode id; episodes of other services are left out. One statement."""
    values = {"services": sorted(services), "episodes": sorted(episode_ids), "on": on}
    return {one.episode_id: one.reading for one in _read(_of_episodes(), values)}


def clocked(services: frozenset[str], on: date, keyworker_id: str | None = None) -> list[Clocked]:
    """All open episodes of the services (of one keyworker, when named), by name. One statement."""
    values = {"services": sorted(services), "keyworker": keyworker_id, "on": on}
    return _read(_open(keyworker_id is not None), values)


def _read(statement: Select[Any], values: dict[str, Any]) -> list[Clocked]:
    standard = schedule()
    return [_clocked(row, values["on"], standard) for row in read(statement, values)]


@cache
def _of_episodes() -> Select[Any]:
    """Built once: building a statement of this size takes longer than running it."""
    return _facts().where(Episode.id.in_(bindparam("episodes", expanding=True)))


@cache
def _open(of_keyworker: bool) -> Select[Any]:
    statement = _facts().where(or_(Episode.closed_on.is_(None), Episode.closed_on > ON))
    return (
        statement.where(Episode.keyworker_id == bindparam("keyworker", type_=Id))
        if of_keyworker
        else statement
    )


def _clocked(row: Row[Any], on: date, standard: Schedule) -> Clocked:
    ends = [day for day in (row.closed_on, row.deceased_on) if day is not None]
    facts = ClockFacts(
        started_on=row.started_on,
        agreed_on=row.first_agreed_on,
        held_on=() if row.reviewed_on is None else (row.reviewed_on,),
        planned_on=_planned(row),
        closed_on=min(ends, default=None),
        pauses=() if row.paused_on is None else (Span(row.paused_on),),
    )
    return Clocked(
        episode_id=row.id,
        service_id=row.service_id,
        client_name=f"{row.last_name.upper()}, {row.first_name}",
        keyworker_id=row.keyworker_id,
        started_on=row.started_on,
        agreed_on=row.first_agreed_on,
        reading=read_clock(facts, on, standard),
    )


def _planned(row: Row[Any]) -> date | None:
    """The earliest day planned at the last review, or with a plan agreed since."""
    since = row.reviewed_on is None or (row.active_agreed_on and row.active_agreed_on >= row.reviewed_on)
    planned = (row.review_next_on, row.plan_next_on if since else None)
    return min((day for day in planned if day is not None), default=None)


def _facts() -> Select[Any]:
    columns = (
        Episode.id,
        Episode.service_id,
        Episode.keyworker_id,
        Episode.closed_on,
        Client.deceased_on,
        Client.first_name,
        Client.last_name,
    )
    named = aliased(Client)
    return (
        select(*columns, *_dates())
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, Client.superseded_at.is_(None)))
        .where(Episode.superseded_at.is_(None), Episode.service_id.in_(SERVICES))
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), Episode.id)
    )


def _dates() -> Iterable[Any]:
    yield _started_on().label("started_on")
    yield _agreed(CarePlan.agreed_on, CarePlan.version).label("first_agreed_on")
    yield _agreed(CarePlan.agreed_on, CarePlan.version.desc()).label("active_agreed_on")
    yield _agreed(CarePlan.next_due_on, CarePlan.version.desc()).label("plan_next_on")
    yield _last_held(CarePlanReview.reviewed_on).label("reviewed_on")
    yield _last_held(CarePlanReview.next_due_on).label("review_next_on")
    yield _paused_on().label("paused_on")


def _started_on() -> ScalarSelect[Any]:
    """Treatment start: the earliest start of a structured intervention."""
    return (
        select(func.min(Intervention.started_on))
        .where(
            Intervention.episode_id == Episode.root_id,
            Intervention.kind.in_(STRUCTURED),
            Intervention.started_on <= ON,
            Intervention.superseded_at.is_(None),
        )
        .correlate(Episode)
        .scalar_subquery()
    )


def _agreed(column: Any, order: Any) -> ScalarSelect[Any]:
    """A column of the first agreed plan with goals, in the given order of versions."""
    goal = aliased(Goal)
    has_goal = (
        select(goal.id).where(goal.care_plan_id == CarePlan.root_id, goal.superseded_at.is_(None)).exists()
    )
    return (
        select(column)
        .where(
            CarePlan.episode_id == Episode.root_id,
            CarePlan.agreed_on <= ON,
            CarePlan.superseded_at.is_(None),
            has_goal,
        )
        .order_by(order)
        .limit(1)
        .correlate(Episode)
        .scalar_subquery()
    )


def _last_held(column: Any) -> ScalarSelect[Any]:
    """A column of the last review held with the client; of two on one day, the higher id."""
    return (
        select(column)
        .where(
            CarePlanReview.episode_id == Episode.root_id,
            CarePlanReview.held.is_(True),
            CarePlanReview.reviewed_on <= ON,
            CarePlanReview.superseded_at.is_(None),
        )
        .order_by(CarePlanReview.reviewed_on.desc(), CarePlanReview.id.desc())
        .limit(1)
        .correlate(Episode)
        .scalar_subquery()
    )


def _paused_on() -> ScalarSelect[Any]:
    """The first day of a pause that covers the day."""
    return (
        select(func.min(Pause.from_on))
        .where(
            Pause.episode_id == Episode.root_id,
            Pause.from_on <= ON,
            or_(Pause.until_on.is_(None), Pause.until_on > ON),
            Pause.superseded_at.is_(None),
        )
        .correlate(Episode)
        .scalar_subquery()
    )
