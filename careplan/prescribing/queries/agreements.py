"""Orders that wait for a second prescriber, and what has to be told about those that were answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.ground.clock import london
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Rank, Todo
from careplan.prescribing.codes import Agreed, Formulation
from careplan.prescribing.models import Agreement, Course
from careplan.prescribing.queries import rows
from careplan.prescribing.rules.amounts import amount_words, how_often
from careplan.staff.models import Worker

LINK, NAMED, ORDERER, ASKED = aliased(Course), aliased(Client), aliased(Worker), aliased(Worker)
"""Made once: an alias costs more than the statement that it stands in."""
WAITS = Agreement.answer.is_(None)
UNTOLD = and_(
    Agreement.noted_at.is_(None),
    or_(Agreement.answer == Agreed.DECLINED, Agreement.outside_name.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An agreement with its course's id and the names of who ordered and who was asked."""

    row: Agreement
    course_id: str
    ordered_by: str
    asked_of: str

    @property
    def waits(self) -> bool:
        """Whether it has not been answered."""
        return self.row.answer is None


def _named(services: frozenset[str], course_ids: Iterable[str]) -> Select[Any]:
    return (
        rows.of_courses(Agreement, services, course_ids)
        .add_columns(
            func.coalesce(ORDERER.name, Agreement.recorded_by),
            func.coalesce(ASKED.name, Agreement.outside_name),
        )
        .outerjoin(ORDERER, ORDERER.id == Agreement.recorded_by)
        .outerjoin(ASKED, ASKED.id == Agreement.asked_of)
        .where(live(Agreement))
    )


def agreements(services: frozenset[str], course_ids: Iterable[str]) -> dict[str, list[Asked]]:
    """By course, the latest first: what waits, and refusals that whoever ordered has not noted."""
    request: dict[str, list[Asked]] = {}
    statement = _named(services, course_ids).where(or_(WAITS, UNTOLD))
    for root, row, by, of in db.session.execute(
        statement.order_by(Agreement.recorded_at.desc(), Agreement.id)
    ):
        request.setdefault(root, []).append(Asked(row, root, by, of))
    return request


def agreement(services: frozenset[str], course_id: str, agreement_id: str) -> Asked | None:
    """One agreement of the course, answered or not, or None."""
    statement = _named(services, [course_id]).where(Agreement.id == agreement_id)
    row = db.session.execute(statement).first()
    return None if row is None else Asked(row[1], row[0], row[2], row[3])


def told(services: frozenset[str], managed: frozenset[str], worker_id: str, on: date) -> list[Todo]:
    """Lines for Today: to agree, what the worker waits for, refusals, and colleagues from outside. One statement.

    `managed` are the services whose manager the worker is.
    """
    mine = or_(Agreement.asked_of == worker_id, Agreement.recorded_by == worker_id)
    outside = and_(Agreement.outside_name.is_not(None), Agreement.service_id.in_(managed))
    person = (Client.first_name, Client.last_name, ORDERER.name, ASKED.name)
    statement = (
        select(Agreement, Course.drug, Course.root_id, Episode.id, *person)
        .join(LINK, LINK.id == Agreement.course_id)
        .join(Course, and_(Course.root_id == LINK.root_id, live(Course)))
        .join(Episode, and_(Episode.root_id == Course.episode_id, live(Episode)))
        .join(NAMED, NAMED.id == Episode.client_id)
        .join(Client, and_(Client.root_id == NAMED.root_id, live(Client)))
        .outerjoin(ORDERER, ORDERER.id == Agreement.recorded_by)
        .outerjoin(ASKED, ASKED.id == Agreement.asked_of)
        .where(Agreement.service_id.in_(services), live(Agreement))
        .where(
            or_(
                and_(mine, WAITS, Course.ended_on.is_(None), Client.deceased_on.is_(None)),
                and_(or_(mine, outside), UNTOLD),
            )
        )
        .order_by(Agreement.recorded_at, Agreement.id)
    )
    return [line for row in db.session.execute(statement) for line in _lines(row, managed, worker_id, on)]


def _lines(result: Any, managed: frozenset[str], worker_id: str, on: date) -> Iterator[Todo]:
    row, drug, course_id, episode_id, first, last, orderer, requested = result
    form = Formulation(row.formulation)
    dose = f"{amount_words(row.daily_mg, form)} of {drug} {how_often(form)}"
    for words, rank, button in _told(
        row, dose, orderer or row.recorded_by, requested, managed, worker_id, on
    ):
        where = (("episode_id", episode_id), ("course_id", course_id), ("agreement_id", row.id))
        since = london(row.answered_at or row.recorded_at).date()
        yield Todo(
            episode_id,
            f"{last.upper()}, {first}",
            words,
            since,
            rank,
            "prescribing.agreement",
            where,
            button,
            row.service_id,
            worker_id,
        )


def _told(
    row: Agreement, dose: str, orderer: str, text: str, managed: frozenset[str], worker_id: str, on: date
) -> Iterator[tuple[str, Rank, str]]:
    rank = Rank.OVERDUE if row.effective_on <= on else Rank.DUE
    if row.answer is None and row.asked_of == worker_id:
        yield f"agree to {dose}? {orderer} asks you as second prescriber", rank, "Read the order"
    elif row.answer is None:
        yield f"{dose} waits until {text} agrees", rank, "See the order"
    elif row.answer == Agreed.DECLINED and row.recorded_by == worker_id:
        yield f"{text} does not agree to {dose}", Rank.OVERDUE, "See why"
    elif row.outside_name and row.service_id in managed:
        words = f"{orderer} ordered {dose} after agreement from outside: {row.outside_name}"
        yield words, Rank.DUE, "See the order"
