"""What waits in a record for whoever keeps it: open tasks, what was asked about mistakes, and hand-overs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, or_
from sqlalchemy.orm import aliased

from careplan.clients.codes import StrikeAnswer
from careplan.clients.models import HandOver, StrikeRequest, Task
from careplan.clients.queries.handing import waits
from careplan.clients.queries.mistakes import unanswered
from careplan.clients.queries.pending import WORKER
from careplan.clients.queries.tasks import unclosed
from careplan.clients.rules.aftercare import AFTERCARE, FOLLOW_UP
from careplan.clients.rules.afterwards import COUNTERSIGN, DEATH, ELSEWHERE, SAFETY, SENT, same_day
from careplan.clients.rules.todo import DOSE, NOTE, Of, whose
from careplan.ground.clock import london_day
from careplan.ground.gathering import mistakes
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.staff.models import Worker
from careplan.staff.rules import Actor
from careplan.ui.words import counted


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that nobody closed."""

    id: str
    kind: str
    source: str
    words: str
    due_on: date
    worker_id: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """What a colleague is asked about a row that may be a mistake, or answered; names of who asked and was asked."""

    kind: str
    row_id: str
    asked_at: datetime
    asked_of: str
    answer: StrikeAnswer | None
    asker: str
    colleague: str


FOLLOWED_UP_BY = bindparam("followed_up_by", type_=Date)


def _values(on: date) -> dict[str, date]:
    """Until which day a follow-up is shown: those further ahead stand in their record alone."""
    return {"followed_up_by": on + timedelta(days=AFTERCARE.on(on).shown.days)}


@dataclass(frozen=True, slots=True)
class Handed:
    """A hand-over that nobody answered, with the names of who was asked and who handed over."""

    to_worker_id: str
    handed_on: date
    to: str
    by: str | None


def _handed() -> Rows:
    row, asked, asker = HandOver, aliased(Worker), aliased(Worker)
    columns: dict[str, Any] = {"to_worker_id": row.to_worker_id, "handed_on": row.handed_on}
    return (
        mark(Handed, row.episode_id, row.handed_on, to=asked.name, by=asker.name, **columns)
        .select_from(row)
        .join(asked, asked.id == row.to_worker_id)
        .outerjoin(asker, asker.id == row.recorded_by)
        .where(row.service_id.in_(SERVICES), waits())
        .where(or_(row.to_worker_id == WORKER, row.recorded_by == WORKER, row.from_worker_id == WORKER))
    )


def _tasks() -> Rows:
    """Tasks that wait, but for follow-ups that still lie ahead."""
    row = Task
    names = ("id", "kind", "source", "words", "due_on", "worker_id")
    columns = {name: getattr(row, name) for name in names}
    return mark(OpenTask, row.episode_id, row.due_on, **columns).where(
        row.service_id.in_(SERVICES), unclosed(), or_(row.kind != FOLLOW_UP, row.due_on <= FOLLOWED_UP_BY)
    )


def _requests() -> Rows:
    row, asker, colleague = StrikeRequest, aliased(Worker), aliased(Worker)
    names = ("kind", "row_id", "asked_at", "asked_of", "answer")
    columns: dict[str, Any] = {name: getattr(row, name) for name in names}
    return (
        mark(Request, row.episode_id, asker=asker.name, colleague=colleague.name, **columns)
        .select_from(row)
        .join(asker, asker.id == row.asked_by)
        .join(colleague, colleague.id == row.asked_of)
        .where(row.service_id.in_(SERVICES), or_(row.asked_of == WORKER, row.asked_by == WORKER))
        .where(unanswered(WORKER))
    )


def _lines(fact: OpenTask | Request, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    """A task written by hand waits for whom it names; once it is late, for the keyworker as well."""
    if isinstance(fact, Request):
        yield _request(fact, of, worker)
    elif of.closed_on is None or fact.kind != "assessment":
        line = _task(fact, of, on)
        theirs = fact.worker_id if fact.kind == NOTE and fact.due_on >= on else None
        mine = [line] if fact.worker_id in worker.works_for and fact.kind == NOTE else []
        yield from mine or ([] if theirs else whose([line], worker))


def _task(task: OpenTask, of: Of, on: date) -> Todo:
    """A task outlives its episode, but for an assessment that was not finished: what is not done when a client leaves
    or dies waits for the manager as well.
    """
    if task.kind == FOLLOW_UP:
        where = ("task", task.id)
        more = {"dated": "due", "subject": task.source, "of_manager": task.due_on < on}
        return of.line(
            task.words, task.due_on, _rank(task, on), "contacts.new", "Write the note", where, **more
        )
    signs = task.source.startswith(COUNTERSIGN)
    nobodys = task.kind == NOTE and task.worker_id is None
    return of.line(
        task.words if of.closed_on is None or task.kind == DEATH else f"Left treatment. {task.words}",
        task.due_on,
        _rank(task, on),
        "risk.index" if signs else "clients.task",
        "Countersign" if signs else "Record action",
        *([] if signs else [("task_id", task.id)]),
        dated="raised" if task.kind == "safety" else "due",
        subject=task.source,
        of_manager=of.closed_on is not None or task.kind in (DEATH, ELSEWHERE, SENT) or nobodys,
        of_prescriber=task.kind == DOSE,
        worker_id=task.worker_id if task.kind == NOTE else None,
    )


def _rank(task: OpenTask, on: date) -> Rank:
    if task.kind in SAFETY or task.source in same_day():
        return Rank.SAFETY
    if task.due_on < on:
        return Rank.OVERDUE
    return Rank.DUE if task.due_on == on else Rank.OPEN


def _request(one: Request, of: Of, worker: Actor) -> Todo:
    """What the worker is asked to agree to, waits for, or was refused."""
    kind = mistakes().get(one.kind)
    name = kind.name if kind else one.kind
    words, rank = f"{one.colleague} is asked whether this {name} was a mistake", Rank.OPEN
    button = "See what waits"
    if one.answer is not None:
        words, rank = f"{one.colleague} does not agree that this {name} was a mistake", Rank.OVERDUE
        button = "See why"
    elif one.asked_of == worker.id:
        words = f"Was this {name} recorded by mistake? {one.asker} asks you to agree"
        rank, button = Rank.DUE, "Read and answer"
    since = london_day(one.asked_at)
    where = (("kind", one.kind), ("row_id", one.row_id))
    return of.line(words, since, rank, "clients.mistake", button, *where, dated="asked", asked=True)


def _handing(rows: Sequence[tuple[Any, Any]], worker: Actor, _on: date) -> Iterator[Todo]:
    """One line for all clients whom a colleague hands over, and one for all that wait for a colleague to answer."""
    lots: dict[tuple[bool, str], list[tuple[Handed, Of]]] = defaultdict(list)
    for fact, of in rows:
        if of.closed_on is None:
            mine = fact.to_worker_id == worker.id
            lots[mine, fact.by or "A colleague" if mine else fact.to].append((fact, of))
    for (mine, name), lot in lots.items():
        first, of = lot[0]
        clients = counted(len(lot), "client")
        words = f"{name} hands {clients} over to you" if mine else f"{name} has not taken {clients} over yet"
        who = (
            of.client_name
            if len(lot) == 1
            else f"{of.client_name} and {counted(len(lot) - 1, 'more client')}"
        )
        page = ("clients.handed_over", (), "Accept or put back" if mine else "See what waits")
        rank = Rank.DUE if mine else Rank.OPEN
        yield Todo(of.episode_id, who, words, first.handed_on, rank, *page, of.service_id, dated="since")


HANDING = Pending((Handed,), lambda: [_handed()], _handing)
PENDING = Pending((OpenTask, Request), lambda: [_tasks(), _requests()], each(_lines), _values)
