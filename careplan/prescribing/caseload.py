"""What the caseload shows of courses; where a dose may be held back, the few statements of the round as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Select, and_, cast, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Episode
from careplan.clients.queries.caseload import roots, shown
from careplan.ground.corrections import live
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Listed, Load
from careplan.prescribing.labels import DRUGS, SPANS
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment
from careplan.prescribing.queries import OpenCourse, course_summaries
from careplan.prescribing.rules.facts import COVERS, Tolerance
from careplan.ui.words import mg


@dataclass(frozen=True, slots=True)
class Dosed:
    """An open course and the dose that is ordered, `mg` in hundredths; `doubtful`: less may be due."""

    drug: str
    mg: int | None
    formulation: str | None
    doubtful: int | None


def _rows() -> Rows:
    now = _in_force()
    begun = (Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON))
    doubtful = or_(and_(now.c.least < now.c.daily_mg, ~_taken(now)), _limited(now))
    columns = {"drug": Course.drug, "mg": now.c.daily_mg, "formulation": now.c.formulation}
    return (
        mark(Dosed, Episode.id, Course.first_dose_on, **columns, doubtful=cast(doubtful, Integer))
        .select_from(Episode)
        .join(Course, and_(Course.episode_id == Episode.root_id, live(Course), *begun))
        .outerjoin(now, now.c.root_id == Course.root_id)
        .where(*shown())
    )


def _once(rows: Select[*tuple[Any, ...]], name: str) -> CTE:
    """Rows read once for the page: PostgreSQL, not knowing how many clients it has, reads them anew for each."""
    return rows.cte(name).prefix_with("MATERIALIZED", dialect="postgresql")


def _in_force() -> CTE:
    """The orders in force on the day, of the page's courses, with the least daily dose that was ever ordered."""
    link, order = aliased(Course), aliased(DoseOrder)
    place = func.row_number().over(partition_by=link.root_id, order_by=order.effective_on.desc())
    least = func.min(order.daily_mg).over(partition_by=link.root_id)
    columns = (link.root_id, order.daily_mg, order.formulation, order.effective_on, order.recorded_at)
    every = (
        select(*columns, place.label("place"), least.label("least"))
        .join(link, link.id == order.course_id)
        .where(link.episode_id.in_(roots()), live(order), order.effective_on <= ON)
        .subquery()
    )
    return _once(select(every).where(every.c.place == 1), "in_force")


def _taken(now: CTE) -> ColumnElement[bool]:
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


def _limited(now: CTE) -> ColumnElement[bool]:
    """Whether a reassessment found less than assured tolerance after the order in force was written."""
    link, row = aliased(Course), Reassessment
    less = (row.tolerance != Tolerance.ASSURED.value, ~row.intoxicated, row.reassessed_on <= ON)
    last = _once(
        select(link.root_id, func.max(row.reassessed_on).label("on"))
        .join(link, link.id == row.course_id)
        .where(link.episode_id.in_(roots()), live(row), *less)
        .group_by(link.root_id),
        "limited",
    )
    later = (last.c.root_id == Course.root_id, func.date(now.c.recorded_at) < last.c.on)
    return select(last.c.root_id).where(*later).correlate(Course, now).exists()


def _cells(rows: Mapping[str, list[Dosed]], services: frozenset[str], on: date) -> dict[str, str]:
    """Each client's open courses in one line, the oldest first."""
    doubtful = {episode for episode, courses in rows.items() if any(one.doubtful for one in courses)}
    exact = course_summaries(services, doubtful, on) if doubtful else {}
    doses = {
        episode: [_words(one.drug, one.mg and Decimal(one.mg) / 100, one.formulation) for one in courses]
        for episode, courses in rows.items()
    }
    doses |= {episode: [_due(one) for one in courses] for episode, courses in exact.items()}
    return {episode: "; ".join(words) or "None" for episode, words in doses.items()}


def _due(one: OpenCourse) -> str:
    order, drug = one.order, one.facts.drug.value
    if order is None:
        return _words(drug, None, None)
    return _words(drug, order.daily_mg, order.formulation.value, held_back=bool(one.held_back))


@lru_cache(maxsize=1024)
def _words(drug: str, amount: Decimal | None, formulation: str | None, *, held_back: bool = False) -> str:
    text = "(held back)" if held_back else ""
    words = f"{DRUGS[drug]} {mg(amount, 'no order')}"
    return " ".join(filter(None, [words, SPANS.get(formulation or ""), text]))


LISTED = Listed("Dose", 20, (Dosed,), lambda: [_rows()], _cells)


def _on_course() -> Select[str]:
    """Episodes with a course that has not ended."""
    here = (Course.service_id.in_(SERVICES), live(Course), Course.ended_on.is_(None))
    return select(Course.episode_id).where(*here)


LOADS = (Load("prescribing", "On a course", _on_course),)
