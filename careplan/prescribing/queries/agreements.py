"""What waits for a second prescriber, and what has to be told about those that were answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, func, or_
from sqlalchemy.orm import aliased

from careplan.clients.codes import MANAGE_RECORDS
from careplan.clients.queries.pending import MANAGED, WORKER
from careplan.clients.rules.todo import Of
from careplan.ground.clock import london_day
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.prescribing.codes import Agreed, Drug, Formulation
from careplan.prescribing.labels import how_often
from careplan.prescribing.models import Agreement, Course
from careplan.prescribing.queries import rows
from careplan.prescribing.rules.amounts import amount_words
from careplan.staff.models import Worker
from careplan.staff.rules import Actor

ORDERER, SECOND = aliased(Worker), aliased(Worker)
"""Made once: an alias costs more than the statement that it stands in."""
WAITS = Agreement.answer.is_(None)
UNTOLD = and_(
    Agreement.noted_at.is_(None),
    or_(Agreement.answer == Agreed.DECLINED, Agreement.outside_name.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class NamedAgreement:
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
            func.coalesce(SECOND.name, Agreement.outside_name),
        )
        .outerjoin(ORDERER, ORDERER.id == Agreement.recorded_by)
        .outerjoin(SECOND, SECOND.id == Agreement.asked_of)
        .where(live(Agreement))
    )


def agreements(services: frozenset[str], course_ids: Iterable[str]) -> dict[str, list[NamedAgreement]]:
    """By course, the latest first: what waits, and refusals that whoever ordered has not noted."""
    request: dict[str, list[NamedAgreement]] = {}
    statement = _named(services, course_ids).where(or_(WAITS, UNTOLD))
    for root, row, by, of in db.session.execute(
        statement.order_by(Agreement.recorded_at.desc(), Agreement.id)
    ):
        request.setdefault(root, []).append(NamedAgreement(row, root, by, of))
    return request


def agreement(services: frozenset[str], course_id: str, agreement_id: str) -> NamedAgreement | None:
    """One agreement of the course, answered or not, or None."""
    statement = _named(services, [course_id]).where(Agreement.id == agreement_id)
    row = db.session.execute(statement).first()
    return None if row is None else NamedAgreement(row[1], row[0], row[2], row[3])


@dataclass(frozen=True, slots=True)
class Request:
    """An order or an end that waits, was refused, or was agreed to from outside; `mg` in hundredths."""

    id: str
    course_id: str
    drug: Drug
    formulation: Formulation
    mg: int
    effective_on: date
    at: datetime
    asked_by: str
    asked_of: str | None
    outside_name: str | None
    answer: Agreed | None
    ends: str | None
    ended_on: date | None
    orderer: str
    colleague: str | None


def _requests() -> Rows:
    """Of the worker; from outside also for who manages the service."""
    row, link, orderer, colleague = Agreement, aliased(Course), aliased(Worker), aliased(Worker)
    mine = or_(row.asked_of == WORKER, row.recorded_by == WORKER)
    outside = and_(row.outside_name.is_not(None), row.service_id.in_(MANAGED))
    names = ("id", "formulation", "effective_on", "asked_of", "outside_name", "answer", "ends")
    columns: dict[str, Any] = {name: getattr(row, name) for name in names}
    columns |= {"course_id": Course.root_id, "drug": Course.drug, "ended_on": Course.ended_on}
    columns |= {"mg": row.daily_mg, "asked_by": row.recorded_by}
    columns |= {"orderer": func.coalesce(orderer.name, row.recorded_by), "colleague": colleague.name}
    at = func.coalesce(row.answered_at, row.recorded_at)
    return (
        mark(Request, Course.episode_id, at=at, **columns)
        .select_from(row)
        .join(link, link.id == row.course_id)
        .join(Course, and_(Course.root_id == link.root_id, live(Course)))
        .outerjoin(orderer, orderer.id == row.recorded_by)
        .outerjoin(colleague, colleague.id == row.asked_of)
        .where(row.service_id.in_(SERVICES), live(row))
        .where(or_(and_(mine, WAITS), and_(or_(mine, outside), UNTOLD)))
    )


def _lines(one: Request, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    """To agree, what the worker waits for, refusals, and colleagues from outside."""
    waits = one.answer is None and one.outside_name is None
    if waits and (of.deceased_on or (one.ended_on and one.asked_by != worker.id)):
        return
    amount = amount_words(Decimal(one.mg) / 100, one.formulation)
    dose = f"{amount} of {one.drug} {how_often(one.formulation)}"
    what = f"ending the course from {dose}" if one.ends else dose
    manages = of.service_id in worker.services(MANAGE_RECORDS)
    told = [OVER] if waits and one.ended_on else _told(one, what, worker.id, manages, on)
    for words, rank, button in told:
        where = (("course_id", one.course_id), ("agreement_id", one.id))
        since = london_day(one.at)
        yield of.line(words, since, rank, "prescribing.agreement", button, *where, asked=True)


OVER = ("what you asked a second prescriber waits, and the course has ended", Rank.OPEN, "Withdraw it")


def _told(
    one: Request, what: str, worker_id: str, manages: bool, on: date
) -> Iterator[tuple[str, Rank, str]]:
    rank = Rank.OVERDUE if one.effective_on <= on else Rank.DUE
    if one.answer is None and one.asked_of == worker_id:
        yield f"agree to {what}? {one.orderer} asks you as second prescriber", rank, "Read it whole"
    elif one.answer is None:
        yield f"{what} waits until {one.colleague} agrees", rank, "See what waits"
    elif one.answer is Agreed.DECLINED and one.asked_by == worker_id:
        yield f"{one.colleague} does not agree to {what}", Rank.OVERDUE, "See why"
    elif one.outside_name and manages:
        did = f"decided on {what}" if one.ends else f"ordered {what}"
        yield f"{one.orderer} {did} after agreement from outside: {one.outside_name}", Rank.DUE, "See what"


PENDING = Pending((Request,), lambda: [_requests()], each(_lines))
