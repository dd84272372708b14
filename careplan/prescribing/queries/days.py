"""Open courses as they stand on a day, set-based: as many statements whatever the number of clients."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.memory import Kept
from careplan.ground.reading import read
from careplan.prescribing.codes import DEPOTS
from careplan.prescribing.models import Course
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.asked import course_rows, dose_rows, part_rows
from careplan.prescribing.queries.rows import Parts
from careplan.prescribing.queries.unsettled import coming_rows, coming_values
from careplan.prescribing.rules.due import limits, stands
from careplan.prescribing.rules.facts import Facts
from careplan.prescribing.rules.standard import Standard, standard
from careplan.prescribing.rules.standing import Standing
from careplan.prescribing.rules.week import WEEKDAYS, comes_on
from careplan.ui.paging import page_count

ROUND_DAYS, RECORD_DAYS = 3, 7
"""The days before a day that the dose round and a record show."""
ROUND_SIZE = 50
"""The clients on one page of the dose round."""


@dataclass(frozen=True, eq=False)
class OpenCourse(Standing):
    """An open course on a day: how it stands, and whose it is."""

    id: str
    episode_id: str
    service_id: str
    episode_root: str
    client_id: str
    client_name: str
    keyworker_id: str | None


COURSES: Kept[OpenCourse] = Kept(most=2048)
"""Of this process, by course and day: used again while all rows that a course is made of are the same."""


def on_day(
    services: frozenset[str],
    on: date,
    episodes: Iterable[str] | None = None,
    *,
    shown: int = RECORD_DAYS,
) -> list[OpenCourse]:
    """Open courses of these services on a day, by client's name; of all episodes unless some are named.

    `shown`: of how many days before the day it must be known what became of the dose.
    """
    values = {"services": sorted(services), "on": on, "episodes": sorted(episodes or ())}
    courses = {row.root_id: row for row in read(course_rows(episodes is not None), values)}
    return _opened(services, courses, on, shown)


def _opened(services: frozenset[str], courses: Mapping[str, Any], on: date, shown: int) -> list[OpenCourse]:
    """Courses by root id as they stand; of `shown` days before the day it is known what became of the dose.

    The recent doses are read where these say all that is asked, else all up to the day.
    """
    if not courses:
        return []
    values = {"services": sorted(services), "on": on}
    parts = rows.parts(read(part_rows(), {**values, "roots": list(courses)}))
    first, uk = on - timedelta(days=shown), standard(on)
    whole = [root for root in courses if _changes(parts[root], first, on)]
    opened: dict[str, OpenCourse] = {}

    def dosed(roots: Collection[str], whole: list[str]) -> None:
        doses: dict[str, list[Any]] = defaultdict(list)
        for row in read(dose_rows(), {**values, "first": first, "roots": list(roots), "whole": whole}):
            doses[row[0]].append(tuple(row))
        for root in roots:
            made_of = (tuple(courses[root]), parts[root], doses[root], uk)
            make = partial(_open, courses[root], on, parts[root], doses[root], uk)
            opened[root] = COURSES.get((root, on, shown), made_of, make)

    dosed(courses, whole)
    known = frozenset(whole)
    if missing := [
        root for root in courses if root not in known and not _tells(opened[root].facts, first, on)
    ]:
        dosed(missing, missing)
    return list(opened.values())


def _open(course: Any, on: date, parts: Parts, doses: list[Any], uk: Standard) -> OpenCourse:
    facts = rows.facts(course, Birth(course.date_of_birth, course.birth_known), parts)
    logged = rows.doses(doses, facts, uk)
    return OpenCourse(
        on,
        replace(facts, doses=logged),
        logged,
        uk,
        course.deceased_on,
        course.root_id,
        course.opened_id,
        course.service_id,
        course.episode_id,
        course.client_id,
        listed_name(course.first_name, course.last_name),
        course.keyworker_id,
    )


def _changes(parts: Parts, first: date, on: date) -> bool:
    """Whether another order begins after the first of the days, a depot was ordered, which lasts, or a dose limited."""
    lasting = any(one.formulation in DEPOTS or first < one.effective_on <= on for one in parts.orders)
    return lasting or any(limits(one) for one in parts.seen)


def _tells(facts: Facts, first: date, on: date) -> bool:
    """Whether doses from the last one given before `first` say what was missed, and was in hand since.

    They do under the same week, as what an earlier visit provided ends with the next one that the week names, and where
    nothing holds back the dose in force.
    """
    given = max((one.on for one in facts.doses if one.given and one.on < first), default=None)
    if given is None:
        return True
    earliest = given - timedelta(days=len(WEEKDAYS))
    same = not any(max(earliest, facts.first_dose_on) < one.effective_on for one in facts.weeks)
    visit = any(comes_on(facts.week_on(day), day, facts.first_dose_on) for day in (given, on))
    return same and visit and stands(facts, on, first)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which courses of a round are shown: of one initial, not logged yet, on one page; at least these, by root id."""

    initial: str = ""
    unlogged: bool = False
    page: int | None = None
    roots: frozenset[str] | None = None

    def shows(self, course: Any) -> bool:
        """Whether a course is among them, whatever the page."""
        return (
            (not self.initial or self.initial == _initial(course))
            and not (self.unlogged and course.logged)
            and (self.roots is None or course.root_id in self.roots)
        )


@dataclass(frozen=True, slots=True)
class Round:
    """The courses shown of a day's round; how many come, and how many of these are not logged, shown or not."""

    courses: list[OpenCourse]
    total: int
    left: int
    initials: tuple[str, ...]
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """Who comes on a day, by name; beyond a page, only what is shown is read whole, and then stays `opened`."""

    services: frozenset[str]
    on: date
    come: list[Any]
    short: bool
    opened: dict[str, OpenCourse] = field(default_factory=dict)

    def shown(self, want: Selection) -> Round:
        """What of the day is wanted, with the counts of all of it."""
        chosen = self.come if self.short and want.roots else [row for row in self.come if want.shows(row)]
        pages = page_count(len(chosen), ROUND_SIZE) if want.page else 1
        page = min(want.page or 1, pages)
        shown = chosen[(page - 1) * ROUND_SIZE : page * ROUND_SIZE] if want.page else chosen
        more = {row.root_id: row for row in shown if row.root_id not in self.opened}
        self.opened.update({one.id: one for one in _opened(self.services, more, self.on, ROUND_DAYS)})
        return Round(
            [self.opened[row.root_id] for row in shown],
            len(self.come),
            sum(not row.logged for row in self.come),
            tuple(sorted({_initial(row) for row in self.come})),
            page,
            pages,
        )


def day(services: frozenset[str], on: date, want: Selection) -> Day:
    """Whose clients come on a day; what is wanted of it is read along.

    The rules are asked where the week alone does not say who comes.
    """
    courses = {row.root_id: row for row in read(coming_rows(), coming_values(services, on))}
    short = len(courses) <= ROUND_SIZE
    first = {root: row for root, row in courses.items() if short or row.unsure}
    likely = [row for root, row in courses.items() if root not in first and want.shows(row)]
    if want.page:
        likely = likely[max((want.page - 1) * ROUND_SIZE - len(first), 0) : want.page * ROUND_SIZE]
    first |= {row.root_id: row for row in likely}
    opened = {one.id: one for one in _opened(services, first, on, ROUND_DAYS)}
    come = [row for root, row in courses.items() if root not in opened or opened[root].due]
    return Day(services, on, come, short, opened)


def day_round(services: frozenset[str], on: date, want: Selection) -> Round:
    """The dose round of a day, read now."""
    return day(services, on, want).shown(want)


def hold(services: frozenset[str], roots: Iterable[str]) -> dict[str, str]:
    """Names of the clients by course: until the transaction ends nobody else writes to their records.

    One statement; what is read after it is what stands.
    """
    linked = aliased(Client)
    rows = (
        select(Course.id, Client.first_name, Client.last_name)
        .join(Episode, and_(Episode.root_id == Course.episode_id, live(Episode)))
        .join(linked, linked.id == Episode.client_id)
        .join(Client, and_(Client.root_id == linked.root_id, live(Client)))
        .where(Course.id.in_(list(roots)), Course.service_id.in_(services))
        .order_by(Episode.id, Course.id)
        .with_for_update(key_share=True, of=(Episode, Client))
    )
    return {root: listed_name(first, last) for root, first, last in db.session.execute(rows)}


def _initial(course: Any) -> str:
    return listed_name(course.first_name, course.last_name).upper()[:1]


def due(services: frozenset[str], on: date) -> list[OpenCourse]:
    """The courses whose clients come on a day: the whole dose round."""
    return day_round(services, on, Selection()).courses


def course_summaries(
    services: frozenset[str], episode_ids: Iterable[str], on: date
) -> dict[str, list[OpenCourse]]:
    """Open courses by episode, for lists of clients."""
    courses: dict[str, list[OpenCourse]] = defaultdict(list)
    for one in on_day(services, on, episode_ids):
        courses[one.episode_id].append(one)
    return courses


def course_summary(services: frozenset[str], episode_id: str, on: date) -> list[OpenCourse]:
    """The open courses of one episode, for the record's first page."""
    return on_day(services, on, [episode_id])
