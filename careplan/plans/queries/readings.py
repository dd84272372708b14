"""The review clock of many episodes in one statement."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.codes import STRUCTURED, AppointmentOutcome
from careplan.clients.models import Appointment, Client, Episode, Intervention, Pause
from careplan.clients.rules.births import Birth
from careplan.clients.rules.facts import Pause as Away
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.marks import ON, SERVICES
from careplan.ground.reading import read
from careplan.ground.types import Id, listed
from careplan.plans.models import CarePlan, CarePlanReview, Goal
from careplan.plans.rules.clock import ClockFacts, Reading, read_clock
from careplan.plans.rules.standard import SCHEDULE, Schedule
from careplan.prescribing.models import Course
from careplan.staff.models import Worker
from careplan.ui.words import day


@dataclass(frozen=True, slots=True)
class Clocked:
    """An episode with what the clock says of it, and whose it is; `record`: the root id of its client."""

    episode_id: str
    record: str
    service_id: str
    client_name: str
    born: Birth
    keyworker_id: str | None
    keyworker: str | None
    started_on: date | None
    agreed_on: date | None
    reading: Reading
    referred_on: date


def clock(services: frozenset[str], episode_ids: Collection[str], on: date) -> dict[str, Reading]:
    """What the clock says on a day, by episode id; episodes of other services are left out. One statement."""
    return {one.episode_id: one.reading for one in clocked_of(services, episode_ids, on)}


def clocks(services: frozenset[str], episode: Any, on: date) -> Iterator[tuple[str, str]]:
    """The days on which a first plan or a review is due in an episode, each with its label. One statement."""
    for one in clocked_of(services, [episode.id], on):
        if one.reading.due and one.reading.limit_on:
            yield "Next review due", day(one.reading.due.on)
            yield "Last day for the review", day(one.reading.limit_on)
        elif one.started_on and one.agreed_on is None:
            missing = timedelta(days=SCHEDULE.on(on).plan_missing.days)
            yield "First care plan due", day(one.started_on + missing)


def clocked(services: frozenset[str], on: date, keyworker_id: str | None = None) -> list[Clocked]:
    """All open episodes of the services (of one keyworker, when named), by name. One statement."""
    values = {"services": sorted(services), "keyworker": keyworker_id, "on": on}
    return _read(_open(keyworker_id is not None), values)


def clocked_of(services: frozenset[str], episode_ids: Collection[str], on: date) -> list[Clocked]:
    """These episodes, but for those of other services, by name. One statement."""
    values = {"services": sorted(services), "episodes": sorted(episode_ids), "on": on}
    return _read(_of_episodes(), values)


def _read(statement: Select[Any], values: dict[str, Any]) -> list[Clocked]:
    return [_clocked(row, values["on"]) for row in read(statement, values)]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """What the clock reads of one episode (`facts_of`), as an overview brings it (`plans/marks`)."""

    closed_on: date | None
    referred_on: date
    triaged_on: date | None
    deceased_on: date | None
    started_on: date | None
    first_agreed_on: date | None
    active_agreed_on: date | None
    plan_next_on: date | None
    reviewed_on: date | None
    review_next_on: date | None
    paused_on: date | None
    seen: bool | int

    def reading(self, on: date) -> Reading:
        """What the clock says on the day for which the row was read."""
        return _reading(self, on, SCHEDULE.on(on))


@cache
def _of_episodes() -> Select[Any]:
    """Built once: building a statement of this size takes longer than running it."""
    return facts_of(listed(Episode.id, "episodes"))


@cache
def _open(of_keyworker: bool) -> Select[Any]:
    wanted = [or_(Episode.closed_on.is_(None), Episode.closed_on > ON)]
    if of_keyworker:
        wanted.append(Episode.keyworker_id == bindparam("keyworker", type_=Id))
    return facts_of(*wanted)


def _reading(row: Row[Any] | ClockRow, on: date, standard: Schedule) -> Reading:
    facts = ClockFacts(
        started_on=row.started_on,
        agreed_on=row.first_agreed_on,
        held_on=() if row.reviewed_on is None else (row.reviewed_on,),
        planned_on=_planned(row),
        closed_on=row.closed_on,
        pauses=() if row.paused_on is None else (Away(row.paused_on),),
        died_on=row.deceased_on,
        waiting_since=None if row.triaged_on or row.seen else row.referred_on,
    )
    return read_clock(facts, on, standard)


@lru_cache(4096)
def _clocked(row: Row[Any], on: date) -> Clocked:
    """Worked out once for the same facts: after a write most rows of a list are as they were."""
    return Clocked(
        episode_id=row.id,
        record=row.record,
        service_id=row.service_id,
        client_name=listed_name(row.first_name, row.last_name),
        born=Birth(row.date_of_birth, row.birth_known),
        keyworker_id=row.keyworker_id,
        keyworker=row.keyworker,
        started_on=row.started_on,
        agreed_on=row.first_agreed_on,
        reading=_reading(row, on, SCHEDULE.on(on)),
        referred_on=row.referred_on,
    )


def _planned(row: Row[Any] | ClockRow) -> date | None:
    """The earliest day planned at the last review, or with a plan agreed since."""
    since = row.reviewed_on is None or (row.active_agreed_on and row.active_agreed_on >= row.reviewed_on)
    planned = (row.review_next_on, row.plan_next_on if since else None)
    return min((day for day in planned if day is not None), default=None)


def facts_of(*wanted: ColumnElement[bool]) -> Select[Any]:
    """The episodes, and beside each what the clock asks of its treatment, plans, reviews and pauses, each read once."""
    columns = (Episode.id, Episode.root_id, Episode.client_id, Episode.service_id, Episode.keyworker_id)
    days = (Episode.closed_on, Episode.referred_on, Episode.triaged_on)
    mine = (live(Episode), Episode.service_id.in_(SERVICES))
    episodes = select(*columns, *days).where(*mine, *wanted).cte("wanted_episodes")
    ours = episodes.c
    roots = select(ours.root_id)
    started, planned, subquery = _started(roots), _planned_days(roots), _last_reviews(roots)
    paused, seen = _paused(roots), _seen(roots.where(ours.triaged_on.is_(None)))  # who was triaged was seen
    named = aliased(Client)
    return (
        select(
            ours.id, ours.root_id, ours.service_id, ours.keyworker_id, ours.closed_on, ours.referred_on,
            ours.triaged_on, Client.root_id.label("record"),
            Client.deceased_on, Client.first_name, Client.last_name, Client.date_of_birth, Client.birth_known,
            Worker.name.label("keyworker"),
            started.c.started_on, planned.c.first_agreed_on, planned.c.active_agreed_on, planned.c.plan_next_on,
            subquery.c.reviewed_on, subquery.c.review_next_on, paused.c.paused_on,
            ours.root_id.in_(seen).label("seen"),
        )
        .join(named, named.id == ours.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .outerjoin(Worker, Worker.id == ours.keyworker_id)
        .outerjoin(paused, paused.c.episode_id == ours.root_id)
        .outerjoin(started, started.c.episode_id == ours.root_id)
        .outerjoin(planned, planned.c.episode_id == ours.root_id)
        .outerjoin(subquery, and_(subquery.c.episode_id == ours.root_id, subquery.c.back == 1))
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), ours.id)
    )  # fmt: skip


def _started(roots: Select[Any]) -> Subquery:
    """Treatment start: the earliest start of a structured intervention."""
    return (
        select(Intervention.episode_id, func.min(Intervention.started_on).label("started_on"))
        .where(
            Intervention.episode_id.in_(roots),
            Intervention.kind.in_(STRUCTURED),
            Intervention.started_on <= ON,
            live(Intervention),
        )
        .group_by(Intervention.episode_id)
        .subquery("started")
    )


def _seen(roots: Select[Any]) -> CompoundSelect[Any]:
    """Episodes in which the client was seen: assessed, treated, dosed, planned with, or there for an appointment."""
    came = Appointment.outcome == AppointmentOutcome.ATTENDED.value
    facts: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (Assessment, Assessment.started_on <= ON),
        (Intervention, Intervention.started_on <= ON),
        (Course, Course.first_dose_on <= ON),
        (CarePlan, CarePlan.drafted_on <= ON),
        (Appointment, came),
    )
    return union(
        *(
            select(fact.episode_id).where(fact.episode_id.in_(roots), live(fact), holds)
            for fact, holds in facts
        )
    )


def _planned_days(roots: Select[Any]) -> Subquery:
    """Of the agreed plans with goals: when the first and the last version were agreed, and the last one's next day."""
    agreed = _agreed(roots).c
    return (
        select(
            agreed.episode_id,
            func.max(case((agreed.nth == 1, agreed.agreed_on))).label("first_agreed_on"),
            func.max(case((agreed.back == 1, agreed.agreed_on))).label("active_agreed_on"),
            func.max(case((agreed.back == 1, agreed.next_due_on))).label("plan_next_on"),
        )
        .group_by(agreed.episode_id)
        .subquery("planned")
    )


def _agreed(roots: Select[Any]) -> Subquery:
    """The agreed plans with goals, numbered by version from the first (`nth`) and from the last (`back`)."""
    goals = select(Goal.care_plan_id).join(CarePlan, CarePlan.id == Goal.care_plan_id)
    of_these = goals.where(CarePlan.episode_id.in_(roots), live(Goal))
    each = (CarePlan.episode_id,)
    first = func.row_number().over(partition_by=each, order_by=CarePlan.version)
    last = func.row_number().over(partition_by=each, order_by=CarePlan.version.desc())
    return (
        select(CarePlan.episode_id, CarePlan.agreed_on, CarePlan.next_due_on)
        .add_columns(first.label("nth"), last.label("back"))
        .where(
            CarePlan.episode_id.in_(roots),
            CarePlan.agreed_on <= ON,
            live(CarePlan),
            CarePlan.root_id.in_(of_these),
        )
        .subquery("agreed")
    )


def _last_reviews(roots: Select[Any]) -> Subquery:
    """Reviews held with the client, the last one numbered 1; of two on one day, the higher id."""
    latest = (CarePlanReview.reviewed_on.desc(), CarePlanReview.id.desc())
    return (
        select(
            CarePlanReview.episode_id,
            CarePlanReview.reviewed_on,
            CarePlanReview.next_due_on.label("review_next_on"),
            func.row_number().over(partition_by=CarePlanReview.episode_id, order_by=latest).label("back"),
        )
        .where(
            CarePlanReview.episode_id.in_(roots),
            CarePlanReview.held.is_(True),
            CarePlanReview.reviewed_on <= ON,
            live(CarePlanReview),
        )
        .subquery("held")
    )


def _paused(roots: Select[Any]) -> Subquery:
    """The first day of a pause that covers the day."""
    return (
        select(Pause.episode_id, func.min(Pause.from_on).label("paused_on"))
        .where(
            Pause.episode_id.in_(roots),
            Pause.from_on <= ON,
            or_(Pause.until_on.is_(None), Pause.until_on > ON),
            live(Pause),
        )
        .group_by(Pause.episode_id)
        .subquery("paused")
    )
