"""Open courses as they stand on a day, set-based: as many statements whatever the number of clients."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import listed_name
from careplan.ground.memory import Kept
from careplan.ground.reading import read
from careplan.prescribing.codes import DEPOTS
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.asked import course_rows, dose_rows, part_rows
from careplan.prescribing.queries.rows import Parts
from careplan.prescribing.rules.due import limits, stands
from careplan.prescribing.rules.facts import Facts
from careplan.prescribing.rules.standard import Standard, standard
from careplan.prescribing.rules.standing import Standing
from careplan.prescribing.rules.week import WEEKDAYS, comes_on

RECORD_DAYS = 7
"""The days before a day that a record shows."""


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
    return opened_courses(services, courses, on, shown, {})


def opened_courses(
    services: frozenset[str], courses: Mapping[str, Any], on: date, shown: int, parts: dict[str, Parts]
) -> list[OpenCourse]:
    """Courses by root id as they stand; of `shown` days before the day it is known what became of the dose.

    The recent doses are read where these say all that is asked, else all up to the day. What is in `parts` is not read
    again; what is read is put there.
    """
    if not courses:
        return []
    values = {"services": sorted(services), "on": on}
    parts = _parts(courses, values, parts)
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
    read_whole = frozenset(whole)
    if missing := [
        root for root in courses if root not in read_whole and not _tells(opened[root].facts, first, on)
    ]:
        dosed(missing, missing)
    return list(opened.values())


def _parts(roots: Iterable[str], values: dict[str, Any], parts: dict[str, Parts]) -> dict[str, Parts]:
    """Those that are there, with those of other courses read now."""
    if more := [root for root in roots if root not in parts]:
        more_parts = rows.parts(read(part_rows(), {**values, "roots": more}))
        parts |= {root: more_parts[root] for root in more}
    return parts


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
