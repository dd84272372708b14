"""Courses as they stand on a day, set-based: three statements whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.ground.db import read
from careplan.prescribing.codes import DoseStatus
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment, Regimen
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.rows import Logged
from careplan.prescribing.rules.days import day_no
from careplan.prescribing.rules.facts import (
    COVERS,
    Dose,
    Facts,
    Order,
    Seen,
    Tolerance,
    on_depot,
    order_on,
)
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.missed import Run, missed_run
from careplan.prescribing.rules.missing import DETAILED, dose_after_missed
from careplan.prescribing.rules.standard import Standard, standard
from careplan.prescribing.rules.week import Week, days_provided

WINDOW = timedelta(days=DETAILED)


@dataclass(frozen=True, slots=True)
class CourseDay:
    """One open course on a day: client, order and week in force, and the doses of the two weeks before."""

    id: str
    episode_id: str
    service_id: str
    episode_root: str
    client_id: str
    client_name: str
    keyworker_id: str | None
    on: date
    facts: Facts
    order: Order | None
    week: Week | None
    logged: tuple[Logged, ...]
    standard: Standard
    deceased_on: date | None

    @property
    def day_no(self) -> int:
        """Day of the course."""
        return day_no(self.facts.first_dose_on, self.on)

    @property
    def depot(self) -> bool:
        """Whether a depot is current."""
        return on_depot(self.facts.orders, self.on)

    @property
    def run(self) -> Run:
        """Missed days in a row just before the day."""
        return missed_run(self.facts, self.on)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the missed-dose ladder says about giving today's dose."""
        return dose_after_missed(self.facts, self.on, self.on, self.standard)

    @property
    def stopped(self) -> Finding | None:
        """Why no dose may be given, or None."""
        return next((one for one in self.findings if one.blocks), None)

    @property
    def due(self) -> bool:
        """Whether the client comes: alive, an order other than a depot, and the week says so or is not set."""
        if self.order is None or self.depot or (self.deceased_on is not None and self.deceased_on < self.on):
            return False
        return self.week is None or self.week.collects_on(self.on)

    def dose_on(self, day: date) -> Logged | None:
        """The first dose logged for a day."""
        return next((one for one in self.logged if one.on == day), None)


def on_day(services: frozenset[str], on: date, episodes: Iterable[str] | None = None) -> list[CourseDay]:
    """Open courses of these services on a day, by client's name; of all episodes unless some are named."""
    named = episodes is not None
    values = {"services": sorted(services), "on": on, "episodes": sorted(episodes or ())}
    found = read(_courses(named), values).all()
    if not found:
        return []
    kept = [list(many) for _, many in groupby(found, key=lambda row: row.id)]
    roots = [many[0].root_id for many in kept]
    weeks = _weeks(services, roots, on)
    logged = _recent(services, roots, on)
    return [_course_day(many, on, weeks, logged[many[0].root_id]) for many in kept]


def due(services: frozenset[str], on: date) -> list[CourseDay]:
    """The courses whose clients come on a day: the dose round."""
    return [one for one in on_day(services, on) if one.due]


def course_summaries(
    services: frozenset[str], episode_ids: Iterable[str], on: date
) -> dict[str, list[CourseDay]]:
    """Open courses by episode, for lists of clients."""
    found: dict[str, list[CourseDay]] = defaultdict(list)
    for one in on_day(services, on, episode_ids):
        found[one.episode_id].append(one)
    return found


def course_summary(services: frozenset[str], episode_id: str, on: date) -> list[CourseDay]:
    """The open courses of one episode, for the record's first page."""
    return on_day(services, on, [episode_id])


def _last(column: Any, model: Any, *where: Any) -> Any:
    link = aliased(Course)
    return (
        select(column)
        .select_from(model)
        .join(link, link.id == model.course_id)
        .where(link.root_id == Course.root_id, model.superseded_at.is_(None), *where)
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
    Client.id.label("client_id"),
    Client.last_name,
    Client.first_name,
    Client.date_of_birth,
    Client.deceased_on,
    Episode.id.label("opened_id"),
    Episode.keyworker_id,
    DoseOrder.effective_on,
    DoseOrder.daily_mg,
    DoseOrder.formulation,
    DoseOrder.phase,
)
"""What a course's day stands on: the course, its client, where the record is opened, one of its orders."""


@cache
def _courses(named: bool) -> Select[Any]:
    """Built once: building it takes longer than running it."""
    link, linked = aliased(Course), aliased(Client)
    begun = and_(
        DoseOrder.course_id == link.id, DoseOrder.superseded_at.is_(None), DoseOrder.effective_on <= ON
    )
    before, seen = DoseEvent.happened_on < ON, Reassessment.reassessed_on <= ON
    given = DoseEvent.status.in_([status.value for status in COVERS])
    asked = (
        select(*COLUMNS)
        .add_columns(
            _last(func.max(DoseEvent.happened_on), DoseEvent, before, given).label("last"),
            _last(func.min(DoseEvent.happened_on), DoseEvent, before).label("first"),
            _last(func.max(Reassessment.reassessed_on), Reassessment, seen).label("seen_on"),
        )
        .select_from(Course)
        .join(Episode, and_(Episode.root_id == Course.episode_id, Episode.superseded_at.is_(None)))
        .join(linked, linked.id == Episode.client_id)
        .join(Client, (Client.root_id == linked.root_id) & Client.superseded_at.is_(None))
        .outerjoin(link, link.root_id == Course.root_id)
        .outerjoin(DoseOrder, begun)
        .where(
            Course.service_id.in_(SERVICES),
            Course.superseded_at.is_(None),
            Course.first_dose_on <= ON,
            or_(Course.ended_on.is_(None), Course.ended_on > ON),
        )
        .order_by(Client.last_name, Client.first_name, Course.id, DoseOrder.effective_on)
    )
    return asked.where(Episode.id.in_(EPISODES)) if named else asked


@cache
def _week_rows() -> Select[*tuple[Any, ...]]:
    link = aliased(Course)
    return (
        select(link.root_id, Regimen.effective_on, Regimen.collect, Regimen.supervised)
        .join(link, link.id == Regimen.course_id)
        .where(rows.among(link.root_id, ROOTS), rows.among(Regimen.service_id, SERVICES))
        .where(Regimen.superseded_at.is_(None), Regimen.effective_on <= ON)
        .order_by(Regimen.effective_on, Regimen.id)
    )


@cache
def _dose_rows() -> Select[Any]:
    return rows.live_doses(SERVICES, ROOTS).where(DoseEvent.happened_on >= SINCE, DoseEvent.happened_on <= ON)


def _weeks(services: frozenset[str], roots: Sequence[str], on: date) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    values = {"services": sorted(services), "roots": sorted(roots), "on": on}
    for row in read(_week_rows(), values):
        found[row.root_id].append(row)
    return found


def _recent(services: frozenset[str], roots: Sequence[str], on: date) -> dict[str, list[Logged]]:
    found: dict[str, list[Logged]] = defaultdict(list)
    values = {"services": sorted(services), "roots": sorted(roots), "on": on, "since": on - WINDOW}
    for row in read(_dose_rows(), values):
        found[row[0]].append(rows.logged(row))
    return found


def _course_day(
    many: Sequence[Any], on: date, weeks: dict[str, list[Any]], logged: list[Logged]
) -> CourseDay:
    course, uk = many[0], standard()
    last, first, seen_on = course.last, course.first, course.seen_on
    orders = tuple(rows.order(row) for row in many if row.effective_on is not None)
    known = rows.weeks(weeks[course.root_id])
    taken = rows.doses(logged, orders, known, uk)
    if last is not None and last < on - WINDOW:
        span = days_provided(order_on(orders, last), rows.week_on(known, last), last, uk)
        taken = (Dose(last, DoseStatus.TAKEN, covers=span), *taken)
    elif first is not None and not taken:
        taken = (Dose(first, DoseStatus.MISSED),)
    seen = (Seen(seen_on, Tolerance.UNCERTAIN),) if seen_on else ()
    return CourseDay(
        course.root_id,
        course.opened_id,
        course.service_id,
        course.episode_id,
        course.client_id,
        f"{course.last_name.upper()}, {course.first_name}",
        course.keyworker_id,
        on,
        rows.facts(course, course.date_of_birth, orders, taken, seen),
        order_on(orders, on),
        rows.week_on(known, on),
        tuple(logged),
        uk,
        course.deceased_on,
    )
