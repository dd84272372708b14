"""What a caseload shows beside the review clock: for the rows of one page, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Date, Select, Subquery, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.types import listed
from careplan.prescribing.models import Course, DoseOrder

SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
ON = bindparam("on", type_=Date)


@dataclass(frozen=True, slots=True)
class Dosed:
    """An open course and the daily dose in force."""

    drug: str
    mg: Decimal | None
    formulation: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The last risk assessment, and the open courses, the oldest first."""

    risk_on: date | None
    doses: list[Dosed] = field(default_factory=list)


def beside(services: frozenset[str], episodes: Iterable[str], on: date) -> dict[str, Beside]:
    """By episode id, on the day. One statement."""
    found: dict[str, Beside] = {}
    for row in read(_beside(), {"services": sorted(services), "episodes": list(episodes), "on": on}):
        one = found.get(row[0])
        if one is None:
            one = found[row[0]] = Beside(row[1])
        if row.drug is not None:
            one.doses.append(Dosed(row[2], row[3], row[4]))
    return found


@cache
def _beside() -> Select[*tuple[Any, ...]]:
    """Built once. Assessments and orders are read once for the page, not looked up for each client."""
    risk, now = _assessed(), _in_force()
    begun = (Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON))
    course = and_(Course.episode_id == Episode.root_id, live(Course), *begun)
    return (
        select(Episode.id, risk.c.last_on, Course.drug, now.c.daily_mg, now.c.formulation)
        .select_from(Episode)
        .outerjoin(risk, risk.c.episode_id == Episode.root_id)
        .outerjoin(Course, course)
        .outerjoin(now, and_(now.c.root_id == Course.root_id, now.c.place == 1))
        .where(*_on_the_page())
        .order_by(Episode.id, Course.first_dose_on, Course.id)
    )


def _on_the_page() -> tuple[Any, ...]:
    return listed(Episode.id, "episodes"), Episode.service_id.in_(SERVICES)


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
    return (
        select(link.root_id, order.daily_mg, order.formulation, place.label("place"))
        .join(link, link.id == order.course_id)
        .where(link.episode_id.in_(_roots()), live(order), order.effective_on <= ON)
        .subquery("in_force")
    )
