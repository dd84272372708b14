"""What a caseload shows beside the review clock: for the rows of one page, in two statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Client, Episode
from careplan.ground.db import db
from careplan.prescribing.models import Course, DoseOrder
from careplan.staff.models import Worker

EPISODES: BindParameter[Any] = bindparam("episodes", expanding=True)
SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
ON = bindparam("on", type_=Date)


@dataclass(frozen=True, slots=True)
class Beside:
    """A client's birth, keyworker, last risk assessment."""

    born: date
    keyworker: str | None
    risk_on: date | None


@dataclass(frozen=True, slots=True)
class Dosed:
    """An open course and the daily dose in force."""

    drug: str
    mg: Decimal | None
    formulation: str | None


def beside(services: frozenset[str], episodes: Iterable[str]) -> dict[str, Beside]:
    """By episode id. One statement."""
    rows = db.session.execute(_beside(), {"services": sorted(services), "episodes": list(episodes)})
    return {row[0]: Beside(*row[1:]) for row in rows}


def dosed(services: frozenset[str], episodes: Iterable[str], on: date) -> dict[str, list[Dosed]]:
    """Open courses on the day by episode id, the oldest first. One statement."""
    values = {"services": sorted(services), "episodes": list(episodes), "on": on}
    found: dict[str, list[Dosed]] = {}
    for row in db.session.execute(_dosed(), values):
        found.setdefault(row[0], []).append(Dosed(row[1], row[2], row[3]))
    return found


@cache
def _beside() -> Select[*tuple[Any, ...]]:
    named, risk = aliased(Client), aliased(Assessment)
    last = (
        select(func.max(risk.completed_on))
        .where(risk.episode_id == Episode.root_id, risk.kind == "risk", risk.superseded_at.is_(None))
        .correlate(Episode)
        .scalar_subquery()
    )
    return (
        select(Episode.id, Client.date_of_birth, Worker.name, last)
        .join(named, named.id == Episode.client_id)
        .join(Client, Client.root_id == named.root_id)
        .outerjoin(Worker, Worker.id == Episode.keyworker_id)
        .where(Episode.id.in_(EPISODES), Episode.service_id.in_(SERVICES), Client.superseded_at.is_(None))
        .order_by(Episode.id)
    )


@cache
def _dosed() -> Select[*tuple[Any, ...]]:
    """Orders are ranked once for all courses of the page, not looked up for each."""
    link, order = aliased(Course), aliased(DoseOrder)
    place = func.row_number().over(partition_by=link.root_id, order_by=order.effective_on.desc())
    page = select(Episode.root_id).where(Episode.id.in_(EPISODES), Episode.service_id.in_(SERVICES))
    orders = (
        select(link.root_id, order.daily_mg, order.formulation, place.label("place"))
        .join(link, link.id == order.course_id)
        .where(link.episode_id.in_(page), order.superseded_at.is_(None), order.effective_on <= ON)
        .subquery()
    )
    return (
        select(Episode.id, Course.drug, orders.c.daily_mg, orders.c.formulation)
        .join(Course, Course.episode_id == Episode.root_id)
        .outerjoin(orders, and_(orders.c.root_id == Course.root_id, orders.c.place == 1))
        .where(
            Episode.id.in_(EPISODES),
            Episode.service_id.in_(SERVICES),
            Course.superseded_at.is_(None),
            Course.first_dose_on <= ON,
            or_(Course.ended_on.is_(None), Course.ended_on > ON),
        )
        .order_by(Episode.id, Course.first_dose_on, Course.id)
    )
