"""The statements that courses stand on, each built once."""

from functools import cache
from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode, Pause
from careplan.ground.corrections import live
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment, Regimen
from careplan.prescribing.queries import rows
from careplan.prescribing.rules.facts import COVERS


def _of_doses(end: Any, day: Any, *where: Any) -> Any:
    """The first or last such day (`end` is min or max) of the doses of a course.

    Each row of the course is asked by itself, so that an index answers without reading all doses.
    """
    link = aliased(Course)
    of_row = (
        select(end(day))
        .where(DoseEvent.course_id == link.id, live(DoseEvent), *where)
        .correlate(link)
        .scalar_subquery()
    )
    return select(end(of_row)).where(link.root_id == Course.root_id).correlate(Course).scalar_subquery()


def _last_seen() -> Any:
    link = aliased(Course)
    return (
        select(Reassessment.id)
        .join(link, link.id == Reassessment.course_id)
        .where(link.root_id == Course.root_id, live(Reassessment))
        .where(Reassessment.reassessed_on <= ON)
        .order_by(Reassessment.reassessed_on.desc(), Reassessment.id.desc())
        .limit(1)
        .correlate(Course)
        .scalar_subquery()
    )


SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
EPISODES: BindParameter[Any] = bindparam("episodes", expanding=True)
ROOTS: BindParameter[Any] = bindparam("roots", expanding=True)
ON: BindParameter[Any] = bindparam("on", type_=Date)
SINCE: BindParameter[Any] = bindparam("since", type_=Date)


COLUMNS: tuple[Any, ...] = (
    Course.id,
    Course.root_id,
    Course.service_id,
    Course.episode_id,
    Course.drug,
    Course.first_dose_on,
    Course.tolerance,
    Course.sedatives_or_alcohol,
    Course.verified_dose_mg,
    Course.verified_last_dose_on,
    Course.verified_by,
    Course.verified_organisation,
    Course.verified_telephone,
    Course.verified_on,
    Client.id.label("client_id"),
    Client.last_name,
    Client.first_name,
    Client.date_of_birth,
    Client.birth_known,
    Client.deceased_on,
    Episode.id.label("opened_id"),
    Episode.keyworker_id,
    DoseOrder.effective_on,
    DoseOrder.daily_mg,
    DoseOrder.formulation,
    DoseOrder.phase,
    DoseOrder.recorded_at,
    Pause.reason,
    Pause.from_on,
    Pause.until_on,
)
"""What a course's day stands on: course, client, where the record is opened; one of its orders, one time away."""


def opened() -> tuple[ColumnElement[bool], ...]:
    """Live courses of the services that have begun and not ended by the day."""
    begun, runs = Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON)
    return Course.service_id.in_(SERVICES), live(Course), begun, runs


@cache
def course_rows(named: bool, only: Select[Any] | None = None) -> Select[Any]:
    """Built once: building it takes longer than running it."""
    link, latest = aliased(Course), aliased(Reassessment)
    past = _past(named, only)
    begun = and_(DoseOrder.course_id == link.id, live(DoseOrder), DoseOrder.effective_on <= ON)
    rows_of = (
        select(*COLUMNS)
        .add_columns(past.c.last, past.c.first, past.c.until)
        .add_columns(latest.reassessed_on, latest.tolerance.label("found_tolerance"), latest.intoxicated)
        .select_from(Course)
        .join(past, past.c.id == Course.id)
        .outerjoin(link, link.root_id == Course.root_id)
        .outerjoin(DoseOrder, begun)
        .outerjoin(latest, latest.id == past.c.seen)
    )
    by = (Client.last_name, Client.first_name, Course.id, DoseOrder.effective_on, Pause.from_on, Pause.id)
    return _of_people(rows_of).order_by(*by)


def _past(named: bool, only: Select[Any] | None) -> CTE:
    """The courses, each with its first and last dose before the day and its latest reassessment.

    Looked up once for each course, not once for each of its orders.
    """
    before, until = DoseEvent.happened_on < ON, DoseEvent.covers_until
    amount = or_(DoseEvent.mg.is_(None), DoseEvent.mg > 0)
    given = and_(DoseEvent.status.in_([status.value for status in COVERS]), amount)
    days = {
        "last": _of_doses(func.max, DoseEvent.happened_on, before, given),
        "first": _of_doses(func.min, DoseEvent.happened_on, before),
        "until": _of_doses(func.max, until, until.is_not(None), DoseEvent.happened_on < SINCE, given),
        "seen": _last_seen(),
    }
    courses = select(Course.id, *(day.label(name) for name, day in days.items())).where(*opened())
    if named:
        courses = courses.where(
            Course.episode_id.in_(select(Episode.root_id).where(Episode.id.in_(EPISODES)))
        )
    if only is not None:
        courses = courses.where(Course.root_id.in_(only))
    return courses.cte("past").prefix_with("MATERIALIZED", dialect="postgresql")


def _of_people(statement: Select[Any]) -> Select[Any]:
    """Courses with the live row of their episode and of its client, and the times away."""
    linked = aliased(Client)
    return (
        statement.join(Episode, and_(Episode.root_id == Course.episode_id, live(Episode)))
        .join(linked, linked.id == Episode.client_id)
        .join(Client, (Client.root_id == linked.root_id) & live(Client))
        .outerjoin(Pause, and_(Pause.episode_id == Course.episode_id, live(Pause)))
    )


@cache
def week_rows() -> Select[*tuple[Any, ...]]:
    link = aliased(Course)
    return (
        select(link.root_id, Regimen.effective_on, Regimen.collect, Regimen.supervised)
        .join(link, link.id == Regimen.course_id)
        .where(rows.among(link.root_id, ROOTS), rows.among(Regimen.service_id, SERVICES))
        .where(live(Regimen), Regimen.effective_on <= ON)
        .order_by(Regimen.effective_on, Regimen.id)
    )


@cache
def dose_rows() -> Select[Any]:
    return rows.live_doses(SERVICES, ROOTS).where(DoseEvent.happened_on >= SINCE, DoseEvent.happened_on <= ON)


@cache
def live_dose_rows() -> Select[Any]:
    return rows.live_doses(SERVICES, ROOTS)


@cache
def child_rows(child: Any, day: str) -> Select[Any]:
    """Rows of a child table with the root of their course, in the order of their days."""
    return rows.of_courses(child, SERVICES, ROOTS).order_by(getattr(child, day), child.id)
