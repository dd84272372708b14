"""Which courses Today and the dose round have to look at, as far as the database can say without the rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode, Pause
from careplan.ground.corrections import live
from careplan.ground.marks import Rows, mark
from careplan.ground.types import listed
from careplan.prescribing.codes import DEPOTS
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment, Regimen
from careplan.prescribing.queries.asked import ON, SERVICES, course_rows, opened
from careplan.prescribing.rules.facts import COVERS, ONE_DAY
from careplan.prescribing.rules.standard import standard

YESTERDAY, SINCE = bindparam("yesterday", type_=Date), bindparam("stops_since", type_=Date)
WEEKDAY = bindparam("weekday", type_=Integer)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A course that may ask for something on a day."""

    root_id: str


def values(on: date) -> dict[str, Any]:
    """What the statement below asks of a day."""
    yesterday, days = on - ONE_DAY, standard(on)["missed_reassess"].whole
    since = on - timedelta(days=days)
    return {"yesterday": yesterday, "stops_since": since, "weekday": yesterday.weekday() + 1}


def unsettled() -> Rows:
    """The courses that may ask for something on a day.

    Settled is who lives, has a daily order and a week, took a dose within fewer days than those after which it is
    stopped, was not seen intoxicated since, and whose dose of the day before is logged or was not to be collected.
    """
    orders, weeks, doses, seen = (each.c for each in (ordered(), weekly(), _doses(), _seen()))
    called = or_(Course.first_dose_on == YESTERDAY, func.substr(weeks.collect, WEEKDAY, 1) == "1")
    return (
        mark(Unsettled, Course.episode_id, root_id=Course.root_id)
        .select_from(Course)
        .outerjoin(orders.root.table, orders.root == Course.root_id)
        .outerjoin(weeks.root.table, and_(weeks.root == Course.root_id, weeks.back == 1))
        .outerjoin(doses.root.table, doses.root == Course.root_id)
        .outerjoin(seen.root.table, seen.root == Course.root_id)
        .where(
            *opened(),
            or_(
                orders.root.is_(None),
                orders.depots > 0,
                weeks.root.is_(None),
                doses.taken.is_(None),
                and_(doses.yesterday.is_(None), called),
                seen.root.is_not(None),
                Course.episode_id.in_(_died()),
            ),
        )
    )


def of_courses(child: Any, *columns: Any, named: bool = False) -> Select[Any]:
    """Columns of live rows of a child table beside the root of their course; of some records where these are named."""
    link = aliased(Course)
    rows = select(link.root_id.label("root"), *columns).select_from(child)
    return (
        rows.join(link, link.id == child.course_id)
        .where(child.service_id.in_(SERVICES), live(child), *_named(link, named))
        .group_by(link.root_id)
    )


def _named(course: Any, named: bool) -> tuple[ColumnElement[bool], ...]:
    """The course is of one of the `records`, root ids of clients."""
    linked = aliased(Client)
    episodes = select(Episode.root_id).join(linked, linked.id == Episode.client_id)
    return (course.episode_id.in_(episodes.where(listed(linked.root_id, "records"))),) if named else ()


def ordered(named: bool = False) -> Subquery:
    """Courses with an order up to the day, and how many orders of depots they have."""
    depots = func.sum(case((DoseOrder.formulation.in_(sorted(DEPOTS)), 1), else_=0))
    rows = of_courses(DoseOrder, depots.label("depots"), named=named).where(DoseOrder.effective_on <= ON)
    return rows.subquery("ordered")


def weekly(named: bool = False) -> Subquery:
    """The weeks of courses up to the day, the one in force with `back` 1."""
    latest = (Regimen.effective_on.desc(), Regimen.id.desc())
    link = aliased(Course)
    back = func.row_number().over(partition_by=link.root_id, order_by=latest).label("back")
    return (
        select(link.root_id.label("root"), Regimen.collect, back)
        .join(link, link.id == Regimen.course_id)
        .where(Regimen.service_id.in_(SERVICES), live(Regimen), Regimen.effective_on <= ON)
        .where(*_named(link, named))
        .subquery("weekly")
    )


def _doses() -> Subquery:
    """The last days' doses: one that was taken, and any of yesterday's."""
    taken = _given()
    columns = (
        func.max(case((taken, DoseEvent.happened_on))).label("taken"),
        func.max(case((DoseEvent.happened_on == YESTERDAY, DoseEvent.happened_on))).label("yesterday"),
    )
    recent = (DoseEvent.happened_on >= SINCE, DoseEvent.happened_on <= YESTERDAY)
    return of_courses(DoseEvent, *columns).where(*recent).subquery("dosed")


def _given() -> ColumnElement[bool]:
    amount = or_(DoseEvent.mg.is_(None), DoseEvent.mg > 0)
    return and_(DoseEvent.status.in_([status.value for status in COVERS]), amount)


def _seen() -> Subquery:
    lately = (Reassessment.intoxicated.is_(True), Reassessment.reassessed_on >= SINCE)
    return of_courses(Reassessment).where(*lately).subquery("intoxicated")


def _died() -> Select[Any]:
    linked = aliased(Client)
    return (
        select(Episode.root_id)
        .join(linked, linked.id == Episode.client_id)
        .join(Client, and_(Client.root_id == linked.root_id, live(Client)))
        .where(Episode.service_id.in_(SERVICES), live(Episode), Client.deceased_on.is_not(None))
    )


def coming_values(services: frozenset[str], on: date) -> dict[str, Any]:
    """What the statement is run with."""
    return {"services": sorted(services), "on": on, "weekday": on.weekday() + 1}


@cache
def logged_rows() -> Select[Any]:
    """The courses with a dose logged for the day, by root id."""
    return of_courses(DoseEvent).where(DoseEvent.happened_on == ON).order_by("root")


@cache
def dosed_rows() -> Select[Any]:
    """Root id of courses, and what is other with every change to their live doses: how many, and the latest entry.

    Asked of each course by itself: PostgreSQL would go through the doses of all.
    """
    link, latest = aliased(Course), func.coalesce(cast(func.max(DoseEvent.recorded_at), String), "")
    state = select(cast(func.count(), String) + latest).where(DoseEvent.course_id == link.id)
    doses = state.where(live(DoseEvent)).scalar_subquery().label("doses")
    rows: Select[Any] = select(link.root_id, doses)
    return rows.where(listed(link.root_id, "roots")).order_by(link.id)


@cache
def coming_rows(named: bool = False) -> Select[Any]:
    """Open courses with an order whose clients live and may come on the day, by name: as their week says.

    Who is `away` comes only where a dose is logged. `unsure` are those of whom only the rules can say: who ever had a
    depot ordered. `named`: only those of some `records`, which are root ids of clients.
    """
    orders, weeks = ordered(named).c, weekly(named).c
    now = (Pause.from_on <= ON, or_(Pause.until_on.is_(None), Pause.until_on > ON))
    rests = select(Pause.episode_id).where(Pause.service_id.in_(SERVICES), live(Pause), *now)
    away, unsure = Course.episode_id.in_(rests), orders.depots > 0
    visit = or_(Course.first_dose_on == ON, func.substr(weeks.collect, WEEKDAY, 1) == "1")
    return (
        course_rows(False)
        .add_columns(unsure.label("unsure"), away.label("away"))
        .join(orders.root.table, orders.root == Course.root_id)
        .outerjoin(weeks.root.table, and_(weeks.root == Course.root_id, weeks.back == 1))
        .where(or_(unsure, away, weeks.root.is_(None), visit), *_named(Course, named))
        .where(or_(Client.deceased_on.is_(None), Client.deceased_on >= ON))
    )
