"""What a caseload shows beside the review clock, for the rows of one page.

One statement; where a dose may be held back, the few of the dose round as well, for these clients alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.types import listed
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment
from careplan.prescribing.queries import OpenCourse, course_summaries
from careplan.prescribing.rules.facts import COVERS, Tolerance

ON = bindparam("on", type_=Date)


@dataclass(frozen=True, slots=True)
class Dosed:
    """An open course and the dose that is due; `held` where more is ordered."""

    drug: str
    mg: Decimal | None
    formulation: str | None
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """The last risk assessment, and the open courses, the oldest first."""

    risk_on: date | None
    doses: list[Dosed] = field(default_factory=list)


def beside(services: frozenset[str], episodes: Iterable[str], on: date) -> dict[str, Beside]:
    """By episode id, on the day. The number of statements does not depend on the number of clients."""
    beside: dict[str, Beside] = {}
    doubtful = set()
    for row in read(_beside(), {"services": sorted(services), "episodes": list(episodes), "on": on}):
        one = beside.get(row[0])
        if one is None:
            one = beside[row[0]] = Beside(row[1])
        if row.drug is not None:
            one.doses.append(Dosed(row[2], row[3], row[4]))
        if row.doubtful:
            doubtful.add(row[0])
    for episode_id in sorted(doubtful):
        beside[episode_id].doses.clear()
    for episode_id, courses in (course_summaries(services, doubtful, on) if doubtful else {}).items():
        beside[episode_id].doses.extend(_dosed(one) for one in courses)
    return beside


def _dosed(one: OpenCourse) -> Dosed:
    order = one.order
    formulation = order.formulation.value if order else None
    return Dosed(one.facts.drug.value, order.daily_mg if order else None, formulation, bool(one.held_back))


@cache
def _beside() -> Select[*tuple[Any, ...]]:
    """Built once. Assessments and orders are read once for the page, not looked up for each client."""
    risk, now = _assessed(), _in_force()
    begun = (Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON))
    course = and_(Course.episode_id == Episode.root_id, live(Course), *begun)
    doubtful = or_(and_(now.c.least < now.c.daily_mg, ~_taken(now)), _limited(now)).label("doubtful")
    return (
        select(Episode.id, risk.c.last_on, Course.drug, now.c.daily_mg, now.c.formulation, doubtful)
        .select_from(Episode)
        .outerjoin(risk, risk.c.episode_id == Episode.root_id)
        .outerjoin(Course, course)
        .outerjoin(now, and_(now.c.root_id == Course.root_id, now.c.place == 1))
        .where(*_on_the_page())
        .order_by(Episode.id, Course.first_dose_on, Course.id)
    )


def _on_the_page() -> tuple[Any, ...]:
    return listed(Episode.id, "episodes"), listed(Episode.service_id, "services")


def _roots() -> Select[*tuple[Any, ...]]:
    return select(Episode.root_id).where(*_on_the_page())


def _assessed() -> Subquery:
    """The last risk assessment of each episode of the page."""
    return (
        select(Assessment.episode_id, func.max(Assessment.completed_on).label("last_on"))
        .where(Assessment.kind == "risk", live(Assessment))
        .where(Assessment.episode_id.in_(_roots()))
        .group_by(Assessment.episode_id)
        .subquery("assessed")
    )


def _in_force() -> Subquery:
    """The orders of the page's courses, the one in force on the day in first place."""
    link, order = aliased(Course), aliased(DoseOrder)
    place = func.row_number().over(partition_by=link.root_id, order_by=order.effective_on.desc())
    least = func.min(order.daily_mg).over(partition_by=link.root_id)
    columns = (link.root_id, order.daily_mg, order.formulation, order.effective_on, order.recorded_at)
    return (
        select(*columns, place.label("place"), least.label("least"))
        .join(link, link.id == order.course_id)
        .where(link.episode_id.in_(_roots()), live(order), order.effective_on <= ON)
        .subquery("in_force")
    )


def _taken(now: Subquery) -> ColumnElement[bool]:
    """Whether a dose of the amount in force, or more, was taken since it began: then it is not held back."""
    link = aliased(Course)
    taken = select(DoseEvent.id).join(link, link.id == DoseEvent.course_id)
    since = (DoseEvent.happened_on >= now.c.effective_on, DoseEvent.mg >= now.c.daily_mg)
    return (
        taken.where(link.root_id == Course.root_id, live(DoseEvent), *since)
        .where(DoseEvent.status.in_(sorted(COVERS)))
        .correlate(Course, now)
        .exists()
    )


def _limited(now: Subquery) -> ColumnElement[bool]:
    """Whether a reassessment found less than assured tolerance after the order in force was written."""
    link = aliased(Course)
    seen = select(Reassessment.id).join(link, link.id == Reassessment.course_id)
    return (
        seen.where(link.root_id == Course.root_id, live(Reassessment), Reassessment.reassessed_on <= ON)
        .where(Reassessment.tolerance != Tolerance.ASSURED.value, ~Reassessment.intoxicated)
        .where(func.date(now.c.recorded_at) < Reassessment.reassessed_on)
        .correlate(Course, now)
        .exists()
    )
