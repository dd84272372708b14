"""Courses as they stand on a day, set-based: three statements whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from careplan.prescribing.queries.rows import Logged
from careplan.prescribing.rules.days import day_no
from careplan.prescribing.rules.depot_orders import depot_late
from careplan.prescribing.rules.depots import Due, next_due
from careplan.prescribing.rules.due import due as owing
from careplan.prescribing.rules.facts import (
    COVERS,
    ONE_DAY,
    Away,
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
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.missed import Run, missed_run
from careplan.prescribing.rules.missing import DETAILED, dose_after_missed
from careplan.prescribing.rules.standard import Standard, standard
from careplan.prescribing.rules.week import Week, comes_on, days_provided, supervised_on

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
    held: str = ""

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
        """What missed doses, or a late injection, say about giving today's dose; nothing while nobody is to come."""
        if self.dead or self.away:
            return ()
        late = depot_late(self.facts, self.on, self.standard)
        return (*dose_after_missed(self.facts, self.on, self.on, self.standard), *late)

    @property
    def dead(self) -> bool:
        """Whether the client had died before the day."""
        return self.deceased_on is not None and self.deceased_on < self.on

    @property
    def stopped(self) -> Finding | None:
        """Why no dose may be given, or None."""
        return next((one for one in self.findings if one.blocks), None)

    @property
    def away(self) -> Away | None:
        """Where the client is on the day, when in prison, hospital or treatment elsewhere."""
        return self.facts.away_on(self.on)

    @property
    def warned(self) -> str:
        """Why no dose may be given, where doses are logged here or the client came back from elsewhere; or empty."""
        return self.stopped.message if self.stopped and (self.logged or self.run.away) else ""

    @property
    def due(self) -> bool:
        """Whether the client comes: alive and not away, as the week says or none is; on a depot from its day on."""
        if self.order is None or self.dead:
            return False
        if self.away or (self.depot and self.dose_on(self.on) is not None):
            return self.dose_on(self.on) is not None
        if self.depot:
            return (
                self.injection is not None and self.injection.mg is not None and self.injection.on <= self.on
            )
        return comes_on(self.week, self.on, self.facts.first_dose_on)

    @property
    def injection(self) -> Due | None:
        """The next injection of a depot."""
        return next_due(self.facts, self.on, self.standard)

    @property
    def supervised(self) -> bool:
        """Whether the dose of the day is to be taken under supervision."""
        return supervised_on(self.week, self.on, self.facts.first_dose_on)

    def dose_on(self, day: date) -> Logged | None:
        """The first dose logged for a day."""
        return next((one for one in self.logged if one.on == day), None)


def on_day(services: frozenset[str], on: date, episodes: Iterable[str] | None = None) -> list[CourseDay]:
    """Open courses of these services on a day, by client's name; of all episodes unless some are named."""
    named = episodes is not None
    values = {
        "services": sorted(services),
        "on": on,
        "since": on - WINDOW,
        "episodes": sorted(episodes or ()),
    }
    found = read(course_rows(named), values).all()
    if not found:
        return []
    kept = [list(many) for _, many in groupby(found, key=lambda row: row.id)]
    roots = [many[0].root_id for many in kept]
    weeks = _weeks(services, roots, on)
    logged = _recent(services, roots, on, on - WINDOW)
    longer = [many[0].root_id for many in kept if _looks_back(many, logged[many[0].root_id], on)]
    seen: dict[str, tuple[Seen, ...]] = {}
    if longer:
        logged |= _recent(services, longer, on, date.min)
        seen = _every_seen(services, longer, on)
    return [_course_day(many, on, weeks, logged[many[0].root_id], seen) for many in kept]


def _looks_back(many: Sequence[Any], logged: Sequence[Logged], on: date) -> bool:
    """Whether what is due follows from days before the last two weeks: a rise, or a dose limited by a reassessment.

    A dose of the amount ordered, taken since, says that nothing is held back.
    """
    course, orders = many[0], _orders(many)
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
    found: dict[str, tuple[Seen, ...]] = defaultdict(tuple)
    values = {"services": sorted(services), "roots": sorted(roots)}
    for root, row in db.session.execute(child_rows(Reassessment, "reassessed_on"), values):
        if is_live(row) and row.reassessed_on <= on:
            found[root] += (rows.seen(row),)
    return found


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


def _weeks(services: frozenset[str], roots: Sequence[str], on: date) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    values = {"services": sorted(services), "roots": sorted(roots), "on": on}
    for row in read(week_rows(), values):
        found[row.root_id].append(row)
    return found


def _recent(services: frozenset[str], roots: Sequence[str], on: date, since: date) -> dict[str, list[Logged]]:
    found: dict[str, list[Logged]] = defaultdict(list)
    values = {"services": sorted(services), "roots": sorted(roots), "on": on, "since": since}
    for row in read(dose_rows(), values):
        found[row[0]].append(rows.logged(row))
    return found


def _facts(
    many: Sequence[Any],
    on: date,
    known: Weeks,
    logged: Sequence[Logged],
    seen: tuple[Seen, ...],
    uk: Standard,
) -> Facts:
    """The course as the rules see it: two weeks of doses one by one, what came before as one."""
    course, orders = many[0], _orders(many)
    taken = rows.doses(logged, orders, known, uk)
    if (older := _older(course, on, orders, known, uk)) is not None:
        taken = (older, *taken)
    elif course.first is not None and not taken:
        taken = (Dose(course.first, DoseStatus.MISSED),)
    born = Birth(course.date_of_birth, course.birth_known)
    return rows.facts(course, born, orders, taken, seen or _seen(course), rows.times_away(many))


def _course_day(
    many: Sequence[Any],
    on: date,
    weeks: dict[str, list[Any]],
    logged: list[Logged],
    seen: dict[str, tuple[Seen, ...]],
) -> CourseDay:
    course, uk = many[0], standard(on)
    known = rows.weeks(weeks[course.root_id])
    facts = _facts(many, on, known, logged, seen.get(course.root_id, ()), uk)
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
        week_on(known, on),
        tuple(logged),
        uk,
        course.deceased_on,
        owed.why,
    )


def _older(course: Any, on: date, orders: tuple[Order, ...], known: Weeks, uk: Standard) -> Dose | None:
    """The last day covered by doses before the two weeks that are read one by one."""
    last, until, since = course.last, course.until, on - WINDOW
    if last is not None and last < since:
        span = days_provided(order_on(orders, last), week_on(known, last), last, uk)
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
