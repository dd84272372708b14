"""The dose round of a day: who comes, page by page, and whose records are held while their doses are logged."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.reading import read
from careplan.prescribing.models import Course
from careplan.prescribing.queries.days import OpenCourse, opened_courses
from careplan.prescribing.queries.rows import Parts
from careplan.prescribing.queries.unsettled import coming_rows, coming_values, dosed_rows, logged_rows
from careplan.ui.paging import page_count

ROUND_DAYS = 3
"""The days before a day that the dose round shows."""
ROUND_SIZE = 50
"""The clients on one page of the dose round."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which courses of a round are shown: of one initial, not logged yet, on one page; at least these, by root id."""

    initial: str = ""
    unlogged: bool = False
    page: int | None = None
    roots: frozenset[str] | None = None

    def shows(self, course: Any, logged: Collection[str]) -> bool:
        """Whether a course is among them, whatever the page."""
        return (
            (not self.initial or self.initial == _initial(course))
            and not (self.unlogged and course.root_id in logged)
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
    may: "Coming"
    come: list[Any]
    logged: frozenset[str]
    short: bool
    opened: dict[str, OpenCourse] = field(default_factory=dict)

    def shown(self, want: Selection) -> Round:
        """What of the day is wanted, with the counts of all of it."""
        chosen = self.come if self.short and want.roots else self.wanted(want)
        pages = page_count(len(chosen), ROUND_SIZE) if want.page else 1
        page = min(want.page or 1, pages)
        shown = chosen[(page - 1) * ROUND_SIZE : page * ROUND_SIZE] if want.page else chosen
        more = {row.root_id: row for row in shown if row.root_id not in self.opened}
        read_now = opened_courses(self.services, more, self.on, ROUND_DAYS, self.may.parts)
        self.opened.update({one.id: one for one in read_now})
        return Round(
            [self.opened[row.root_id] for row in shown],
            len(self.come),
            sum(row.root_id not in self.logged for row in self.come),
            tuple(sorted({_initial(row) for row in self.come})),
            page,
            pages,
        )

    def wanted(self, want: Selection) -> list[Any]:
        """Who comes and is wanted, whatever the page."""
        return [row for row in self.come if want.shows(row, self.logged)]


@dataclass(frozen=True, slots=True)
class Coming:
    """Who may come on a day, by name, and what was read of them beside doses.

    `judged`: of whom only the rules can say it, what their doses were (`dosed_rows`), and whether they come.
    """

    rows: list[Any]
    judged: dict[str, tuple[list[str], bool]] = field(default_factory=dict)
    parts: dict[str, Parts] = field(default_factory=dict)

    def come(self, root: str) -> bool:
        """Whether the course's client comes, as far as the rules were asked."""
        return self.judged.get(root, ([], True))[1]

    def unjudged(self, unsure: Collection[str]) -> dict[str, Any]:
        """Of the courses named, those whose doses are others than the rules were asked about, by root id."""
        doses: dict[str, list[str]] = {root: [] for root in unsure}
        for row in read(dosed_rows(), {"roots": list(unsure)}) if unsure else ():
            doses[row.root_id].append(row.doses)
        return {root: now for root, now in doses.items() if self.judged.get(root, (None,))[0] != now}


def coming(services: frozenset[str], on: date) -> Coming:
    """Who may come on a day. One statement."""
    return Coming(read(coming_rows(), coming_values(services, on)))


def renewed(before: Coming, services: frozenset[str], on: date, records: Collection[str]) -> Coming | None:
    """The same where only these records (root ids of clients) were written since: they alone are read. One statement.

    None where a course has come in, as only the database knows how names are ordered: then all is to be read.
    """
    rows = read(coming_rows(named=True), coming_values(services, on) | {"records": sorted(records)})
    now = {row.id: row for row in rows}
    if not now.keys() <= {row.id for row in before.rows}:
        return None
    come = [now.get(row.id, row) for row in before.rows if row.record not in records or row.id in now]
    same = {row.root_id for row in before.rows if row.record not in records}
    judged = {root: one for root, one in before.judged.copy().items() if root in same}
    return Coming(come, judged, {root: one for root, one in before.parts.copy().items() if root in same})


def day(services: frozenset[str], on: date, want: Selection, may: Coming) -> Day:
    """Who of those who may come does; what is wanted of it is read along.

    The rules are asked where the week alone does not say who comes.
    """
    logged = frozenset(row[0] for row in read(logged_rows(), {"services": sorted(services), "on": on}))
    courses = {row.root_id: row for row in may.rows if row.unsure or not row.away or row.root_id in logged}
    short = len(courses) <= ROUND_SIZE
    asked = may.unjudged([] if short else [root for root, row in courses.items() if row.unsure])
    first = {root: row for root, row in courses.items() if short or root in asked}
    likely = [
        row
        for root, row in courses.items()
        if root not in first and may.come(root) and want.shows(row, logged)
    ]
    if want.page:
        likely = likely[max((want.page - 1) * ROUND_SIZE - len(first), 0) : want.page * ROUND_SIZE]
    first |= {row.root_id: row for row in likely}
    opened = {one.id: one for one in opened_courses(services, first, on, ROUND_DAYS, may.parts)}
    may.judged.update({root: (doses, opened[root].due) for root, doses in asked.items()})
    come = [
        row
        for root, row in courses.items()
        if (opened[root].due if root in opened else not row.unsure or may.come(root))
    ]
    return Day(services, on, may, come, logged, short, opened)


def day_round(services: frozenset[str], on: date, want: Selection) -> Round:
    """The dose round of a day, read now."""
    return day(services, on, want, coming(services, on)).shown(want)


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
