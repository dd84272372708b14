"""What a caseload shows beside the review clock: for the rows of one page, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Client, Episode
from careplan.ground.db import read
from careplan.ground.types import listed
from careplan.prescribing.models import Course, DoseOrder
from careplan.staff.models import Worker

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
    """A client's birth, keyworker, last risk assessment, and the open courses, the oldest first."""

    born: date
    keyworker: str | None
    risk_on: date | None
    doses: list[Dosed] = field(default_factory=list)


def beside(services: frozenset[str], episodes: Iterable[str], on: date) -> dict[str, Beside]:
    """By episode id, on the day. One statement."""
    found: dict[str, Beside] = {}
    for row in read(_beside(), {"services": sorted(services), "episodes": list(episodes), "on": on}):
        one = found.get(row[0])
        if one is None:
            one = found[row[0]] = Beside(row[1], row[2], row[3])
        if row.drug is not None:
            one.doses.append(Dosed(row[4], row[5], row[6]))
    return found


@cache
def _beside() -> Select[*tuple[Any, ...]]:
    """Built once. Orders are ranked once for all courses of the page, not looked up for each."""
    named, now = aliased(Client), _in_force()
    begun = (Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON))
    return (
        select(Episode.id, Client.date_of_birth, Worker.name, _assessed_on())
        .add_columns(Course.drug, now.c.daily_mg, now.c.formulation)
        .select_from(Episode)
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, Client.superseded_at.is_(None)))
        .outerjoin(Worker, Worker.id == Episode.keyworker_id)
        .outerjoin(Course, and_(Course.episode_id == Episode.root_id, Course.superseded_at.is_(None), *begun))
        .outerjoin(now, and_(now.c.root_id == Course.root_id, now.c.place == 1))
        .where(*_on_the_page())
        .order_by(Episode.id, Course.first_dose_on, Course.id)
    )


def _on_the_page() -> tuple[Any, ...]:
    return listed(Episode.id, "episodes"), Episode.service_id.in_(SERVICES)


def _assessed_on() -> Any:
    risk = aliased(Assessment)
    return (
        select(func.max(risk.completed_on))
        .where(risk.episode_id == Episode.root_id, risk.kind == "risk", risk.superseded_at.is_(None))
        .correlate(Episode)
        .scalar_subquery()
    )


def _in_force() -> Any:
    """The orders of the page's courses, the one in force on the day in first place."""
    link, order = aliased(Course), aliased(DoseOrder)
    place = func.row_number().over(partition_by=link.root_id, order_by=order.effective_on.desc())
    return (
        select(link.root_id, order.daily_mg, order.formulation, place.label("place"))
        .join(link, link.id == order.course_id)
        .where(link.episode_id.in_(select(Episode.root_id).where(*_on_the_page())))
        .where(order.superseded_at.is_(None), order.effective_on <= ON)
        .subquery()
    )
