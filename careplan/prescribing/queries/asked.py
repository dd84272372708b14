"""The statements that courses stand on, each built once."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode, Pause
from careplan.ground.corrections import live
from careplan.ground.types import Hundredths, Moment, listed
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment, Regimen
from careplan.prescribing.queries import rows
from careplan.prescribing.rules.facts import COVERS

SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
ROOTS: BindParameter[Any] = bindparam("roots", expanding=True)
ON: BindParameter[Any] = bindparam("on", type_=Date)
FIRST: BindParameter[Any] = bindparam("first", type_=Date)


COLUMNS: tuple[Any, ...] = (
    Course.id,
    Course.root_id,
    Course.service_id,
    Course.episode_id,
    Course.drug,
    Course.first_dose_on,
    Course.ended_on,
    Course.tolerance,
    Course.sedatives_or_alcohol,
    Course.verified_dose_mg,
    Course.verified_last_dose_on,
    Course.verified_by,
    Course.verified_organisation,
    Course.verified_telephone,
    Course.verified_on,
    Client.id.label("client_id"),
    Client.root_id.label("record"),
    Client.last_name,
    Client.first_name,
    Client.date_of_birth,
    Client.birth_known,
    Client.deceased_on,
    Episode.id.label("opened_id"),
    Episode.keyworker_id,
)
"""A course, its client with the root id that names their record, and where it is opened."""
Part = Select[*tuple[Any, ...]]


def opened() -> tuple[ColumnElement[bool], ...]:
    """Live courses of the services that have begun and not ended by the day."""
    begun, runs = Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON)
    return Course.service_id.in_(SERVICES), live(Course), begun, runs


@cache
def course_rows(named: bool) -> Part:
    """Live courses that have begun and not ended by the day, with the live rows of episode and client, by name.

    Built once: building it takes longer than running it.
    """
    linked = aliased(Client)
    of_episodes = Course.episode_id.in_(select(Episode.root_id).where(listed(Episode.id, "episodes")))
    return (
        select(*COLUMNS)
        .join(Episode, and_(Episode.root_id == Course.episode_id, live(Episode)))
        .join(linked, linked.id == Episode.client_id)
        .join(Client, (Client.root_id == linked.root_id) & live(Client))
        .where(*opened(), *([of_episodes] if named else []))
        .order_by(Client.last_name, Client.first_name, Course.id)
    )


@cache
def part_rows() -> CompoundSelect[*tuple[Any, ...]]:
    """Orders, weeks and reassessments up to the day, and times away: kind, root of the course, what the kind has."""
    link, order, seen = aliased(Course), DoseOrder, Reassessment
    every = (link.id, link.root_id, link.episode_id, live(link).label("now"))
    chosen = select(*every).where(listed(link.root_id, "roots")).cte("chosen")
    amount = (order.formulation, order.phase, order.daily_mg, order.recorded_at)
    state = (seen.tolerance, cast(cast(seen.intoxicated, Integer), String))
    kinds = (
        ("orders", order, order.effective_on, amount),
        ("weeks", Regimen, Regimen.effective_on, (Regimen.collect, Regimen.supervised)),
        ("seen", seen, seen.reassessed_on, state),
    )
    parts = [
        _part(kind, row, chosen.c.root_id, on, cast(null(), Date), *columns)
        .join(chosen, chosen.c.id == row.course_id)
        .where(on <= ON)
        for kind, row, on, columns in kinds
    ]
    away = _part("away", Pause, chosen.c.root_id, Pause.from_on, Pause.until_on, Pause.reason)
    away = away.join(chosen, and_(chosen.c.episode_id == Pause.episode_id, chosen.c.now))
    return union_all(*parts, away).order_by("on_day", "id")


def _part(kind: str, row: Any, root: Any, *columns: Any) -> Part:
    """Live rows of a table: kind, root of the course, two days, two texts, an amount and a moment, id."""
    names = ("on_day", "until_day", "first", "second", "mg", "at")
    kinds = (Date, Date, String, String, Hundredths, Moment)
    empty = [cast(null(), of) for of in kinds[len(columns) :]]
    named = [column.label(name) for name, column in zip(names, (*columns, *empty), strict=True)]
    part = select(literal(kind).label("kind"), root.label("root"), *named, row.id.label("id"))
    return part.where(live(row), row.service_id.in_(SERVICES))


@cache
def dose_rows() -> Part:
    """Doses of courses up to the day: from the last one given before `first` on, or from one that reaches beyond it.

    All doses where none was, and of the courses named in `whole`.
    """
    chains = _since()
    since = case(
        (or_(listed(chains.c.root, "whole"), chains.c.given.is_(None)), literal(date.min)),
        (chains.c.reaches < chains.c.given, chains.c.reaches),
        else_=chains.c.given,
    )
    doses = rows.of_log(
        select(chains.c.root, *rows.COLUMNS).join(DoseEvent, DoseEvent.course_id == chains.c.id)
    )
    doses = doses.where(DoseEvent.service_id.in_(SERVICES), live(DoseEvent), DoseEvent.happened_on <= ON)
    return doses.where(DoseEvent.happened_on >= since).order_by(*rows.BY_DAY)


def _since() -> CTE:
    """Every row of the courses' chains: id, root, and of the course the last day given, and the first that reaches on.

    Each row's doses are asked for by themselves, so that an index answers without reading all doses.
    """
    link = aliased(Course)
    given = (
        DoseEvent.course_id == link.id,
        live(DoseEvent),
        DoseEvent.status.in_([status.value for status in COVERS]),
        or_(DoseEvent.mg.is_(None), DoseEvent.mg > 0),
    )
    last = select(func.max(DoseEvent.happened_on)).where(*given, DoseEvent.happened_on < FIRST)
    reaches = select(func.min(DoseEvent.happened_on)).where(*given, DoseEvent.covers_until >= FIRST)
    reaches = reaches.group_by(
        DoseEvent.course_id
    )  # else PostgreSQL goes through the doses from the first day on
    own = (
        select(link.id, link.root_id.label("root"))
        .add_columns(last.scalar_subquery().label("given"), reaches.scalar_subquery().label("reaches"))
        .where(listed(link.root_id, "roots"))
        .cte("own")
    )
    root = own.c.root
    days = (func.max(own.c.given).over(partition_by=root), func.min(own.c.reaches).over(partition_by=root))
    named = [day.label(name) for day, name in zip(days, ("given", "reaches"), strict=True)]
    return select(own.c.id, root, *named).cte("chains").prefix_with("MATERIALIZED", dialect="postgresql")


@cache
def live_dose_rows() -> Select[Any]:
    """All live doses of courses."""
    return rows.live_doses(SERVICES, ROOTS)


@cache
def child_rows(child: Any, day: str) -> Select[Any]:
    """Rows of a child table with the root of their course, in the order of their days."""
    return rows.of_courses(child, SERVICES, ROOTS).order_by(getattr(child, day), child.id)
