"""Courses as they stand on a day, set-based: three statements whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import is_live
from careplan.ground.db import db, read
from careplan.prescribing.codes import DoseStatus
from careplan.prescribing.models import Reassessment
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.asked import child_rows, course_rows, dose_rows, week_rows
from careplan.prescribing.queries.course_day import CourseDay
from careplan.prescribing.queries.rows import Logged
from careplan.prescribing.queries.unsettled import Only
from careplan.prescribing.rules.due import due as owing
from careplan.prescribing.rules.facts import (
    COVERS,
    ONE_DAY,
    Dose,
    Facts,
    Order,
    Seen,
    Tolerance,
    Weeks,
    on_depot,
    order_on,
    week_on,
)
from careplan.prescribing.rules.missing import DETAILED
from careplan.prescribing.rules.standard import Standard, standard
from careplan.prescribing.rules.week import comes_on, days_provided

WINDOW = timedelta(days=DETAILED)


def on_day(
    services: frozenset[str],
    on: date,
    episodes: Iterable[str] | None = None,
    *,
    coming: bool = False,
    only: Only | None = None,
) -> list[CourseDay]:
    """Open courses of these services on a day, by client's name; of all episodes unless some are named.

    `coming`: without those whose week says that nobody comes, before their doses are read. `only`: the courses
    that a statement names.
    """
    rows = _rows(services, on, episodes, only)
    if not rows:
        return []
    kept = {
        many[0].root_id: many for many in (list(many) for _, many in groupby(rows, key=lambda row: row.id))
    }
    orders = {root: _orders(many) for root, many in kept.items()}
    weeks = _weeks(services, list(kept), on)
    if coming:
        kept = {root: many for root, many in kept.items() if _may_come(many, orders[root], weeks[root], on)}
    logged = _recent(services, list(kept), on, on - WINDOW)
    longer = [root for root, many in kept.items() if _looks_back(many[0], orders[root], logged[root], on)]
    seen: dict[str, tuple[Seen, ...]] = {}
    if longer:
        logged |= _recent(services, longer, on, date.min)
        seen = _every_seen(services, longer, on)
    return [
        _course_day(many, on, orders[root], weeks[root], logged[root], seen.get(root, ()))
        for root, many in kept.items()
    ]


def _rows(
    services: frozenset[str], on: date, episodes: Iterable[str] | None, only: Only | None
) -> Sequence[Any]:
    named = {} if episodes is None else {"episodes": sorted(episodes)}
    statement, values = only or (None, {})
    values = values | named | {"services": sorted(services), "on": on, "since": on - WINDOW}
    return read(course_rows(episodes is not None, statement), values).all()


def _may_come(many: Sequence[Any], orders: tuple[Order, ...], weeks: Weeks, on: date) -> bool:
    """False where no dose can be due: no order, or a day without a visit for somebody who is never away."""
    if order_on(orders, on) is None:
        return False
    away = any(row.from_on for row in many)
    return away or on_depot(orders, on) or comes_on(week_on(weeks, on), on, many[0].first_dose_on)


def _looks_back(course: Any, orders: tuple[Order, ...], logged: Sequence[Logged], on: date) -> bool:
    """Whether what is due follows from days before the last two weeks: a rise, or a dose limited by a reassessment.

    A dose of the amount ordered, taken since, says that nothing is held back.
    """
    if not orders:
        return False
    last = orders[-1]
    if course.reassessed_on is not None and last.planned_before(course.reassessed_on):
        return True
    rises = any(later.daily_mg > first.daily_mg for first, later in pairwise(orders))
    return (course.first_dose_on < on - WINDOW and rises) and not any(
        one.on >= last.effective_on
        and one.status in COVERS
        and one.mg is not None
        and one.mg >= last.daily_mg
        for one in logged
    )


def _orders(many: Sequence[Any]) -> tuple[Order, ...]:
    return tuple({row.effective_on: rows.order(row) for row in many if row.effective_on}.values())


def _every_seen(services: frozenset[str], roots: Sequence[str], on: date) -> dict[str, tuple[Seen, ...]]:
    """All reassessments of these courses up to the day."""
    seens: dict[str, tuple[Seen, ...]] = defaultdict(tuple)
    values = {"services": sorted(services), "roots": sorted(roots)}
    for root, row in db.session.execute(child_rows(Reassessment, "reassessed_on"), values):
        if is_live(row) and row.reassessed_on <= on:
            seens[root] += (rows.seen(row),)
    return seens


def due(services: frozenset[str], on: date) -> list[CourseDay]:
    """The courses whose clients come on a day: the dose round."""
    return [one for one in on_day(services, on, coming=True) if one.due]


def course_summaries(
    services: frozenset[str], episode_ids: Iterable[str], on: date
) -> dict[str, list[CourseDay]]:
    """Open courses by episode, for lists of clients."""
    courses: dict[str, list[CourseDay]] = defaultdict(list)
    for one in on_day(services, on, episode_ids):
        courses[one.episode_id].append(one)
    return courses


def course_summary(services: frozenset[str], episode_id: str, on: date) -> list[CourseDay]:
    """The open courses of one episode, for the record's first page."""
    return on_day(services, on, [episode_id])


def _weeks(services: frozenset[str], roots: Sequence[str], on: date) -> dict[str, Weeks]:
    matching_values: dict[str, list[Any]] = {root: [] for root in roots}
    values = {"services": sorted(services), "roots": sorted(roots), "on": on}
    for row in read(week_rows(), values):
        matching_values[row.root_id].append(row)
    return {root: rows.weeks(many) for root, many in matching_values.items()}


def _recent(services: frozenset[str], roots: Sequence[str], on: date, since: date) -> dict[str, list[Logged]]:
    doses: dict[str, list[Logged]] = defaultdict(list)
    values = {"services": sorted(services), "roots": sorted(roots), "on": on, "since": since}
    for row in read(dose_rows(), values):
        doses[row[0]].append(rows.logged(row))
    return doses


def _facts(
    many: Sequence[Any],
    on: date,
    orders: tuple[Order, ...],
    weeks: Weeks,
    logged: Sequence[Logged],
    seen: tuple[Seen, ...],
    uk: Standard,
) -> Facts:
    """The course as the rules see it: two weeks of doses one by one, what came before as one."""
    course = many[0]
    taken = rows.doses(logged, orders, weeks, uk)
    if (older := _older(course, on, orders, weeks, uk)) is not None:
        taken = (older, *taken)
    elif course.first is not None and not taken:
        taken = (Dose(course.first, DoseStatus.MISSED),)
    born = Birth(course.date_of_birth, course.birth_known)
    return rows.facts(course, born, orders, taken, seen or _seen(course), rows.times_away(many))


def _course_day(
    many: Sequence[Any],
    on: date,
    orders: tuple[Order, ...],
    weeks: Weeks,
    logged: list[Logged],
    seen: tuple[Seen, ...],
) -> CourseDay:
    course, uk = many[0], standard(on)
    facts = _facts(many, on, orders, weeks, logged, seen, uk)
    owed = owing(facts, on, on, uk)
    return CourseDay(
        course.root_id,
        course.opened_id,
        course.service_id,
        course.episode_id,
        course.client_id,
        listed_name(course.first_name, course.last_name),
        course.keyworker_id,
        on,
        facts,
        owed.order,
        week_on(weeks, on),
        tuple(logged),
        uk,
        course.deceased_on,
        owed.why,
    )


def _older(course: Any, on: date, orders: tuple[Order, ...], weeks: Weeks, uk: Standard) -> Dose | None:
    """The last day covered by doses before the two weeks that are read one by one."""
    last, until, since = course.last, course.until, on - WINDOW
    if last is not None and last < since:
        span = days_provided(order_on(orders, last), week_on(weeks, last), last, uk)
        span = max(span, (until - last).days + 1) if until else span
        return Dose(last, DoseStatus.TAKEN, covers=span)
    if until is not None and until >= since:
        return Dose(since - ONE_DAY, DoseStatus.TAKEN, covers=(until - since).days + 2)
    return None


def _seen(row: Any) -> tuple[Seen, ...]:
    """The latest reassessment: an earlier one decides nothing more."""
    if row.reassessed_on is None:
        return ()
    return (Seen(row.reassessed_on, Tolerance(row.found_tolerance), row.intoxicated),)
