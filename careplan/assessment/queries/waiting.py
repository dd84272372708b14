"""What waits: safety triggers nobody acted on, assessments begun and not finished, and those to go through again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.codes import Kind
from careplan.assessment.labels import AGAIN, KINDS, OPEN
from careplan.assessment.models import Assessment
from careplan.assessment.rules.again import again_by, asked_for, last_day
from careplan.assessment.rules.triggers import Trigger
from careplan.clients.models import Episode, Task, TaskAction
from careplan.clients.queries import tasks_from
from careplan.clients.queries.pending import WORKERS, kept_open
from careplan.clients.rules.todo import Of
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each


@dataclass(frozen=True, slots=True)
class Begun:
    """An assessment that is not finished."""

    id: str
    kind: str
    started_on: date
    worker_id: str | None


@dataclass(frozen=True, slots=True)
class Old:
    """The day of the last comprehensive assessment of an open episode, with none begun since."""

    completed_on: date


BEFORE = bindparam("assessed_before", type_=Date)
OF_TOOLS = "tool:"
"""How the source of every task begins that a result of a scored tool raised."""


def source_of(assessment_id: str) -> str:
    """How the source of every task begins that this assessment raised."""
    return f"assessment:{assessment_id}:"


def unanswered(episode: Episode, assessment_id: str) -> list[Task]:
    """Safety tasks that the assessment or a scored tool raised and for which no action is recorded yet."""
    acted = select(TaskAction.id).where(TaskAction.task_id == Task.id, live(TaskAction)).exists()
    return list(
        db.session.scalars(
            select(Task)
            .where(
                Task.episode_id == episode.root_id,
                Task.kind == "safety",
                or_(
                    Task.source.startswith(source_of(assessment_id), autoescape=True),
                    Task.source.startswith(OF_TOOLS),
                ),
                live(Task),
                ~acted,
            )
            .order_by(Task.recorded_at, Task.id)
        )
    )


def raised_by(episode: Episode, assessment_id: str, *, closed: bool = False) -> list[tuple[Trigger, Task]]:
    """Open safety tasks that the assessment raised, each with its trigger; with `closed` those that were closed too."""
    start = source_of(assessment_id)
    tasks = [one for one in tasks_from(episode, start, closed=closed) if one.kind == "safety"]
    return [(Trigger(one.source[len(start) :].split(":")[0]), one) for one in tasks]


def _begun() -> Rows:
    """Assessments begun and not finished in open episodes; those left with a reason have a task of their own."""
    row, keeps = Assessment, or_(Assessment.worker_id.in_(WORKERS), Assessment.episode_id.in_(kept_open()))
    columns = {"id": row.id, "kind": row.kind, "started_on": row.started_on, "worker_id": row.worker_id}
    return mark(Begun, row.episode_id, row.started_on, **columns).where(
        row.service_id.in_(SERVICES),
        row.completed_on.is_(None),
        row.incomplete_reason.is_(None),
        live(row),
        row.started_on <= ON,
        keeps,
    )


def _old() -> Rows:
    """Of the worker's open episodes those whose last comprehensive assessment may be due again."""
    row, other = Assessment, aliased(Assessment)
    kind = Kind.COMPREHENSIVE.value
    begun = select(other.id).where(
        other.episode_id == row.episode_id, other.kind == kind, other.completed_on.is_(None), live(other)
    )
    last = func.max(row.completed_on)
    return (
        mark(Old, row.episode_id, last, completed_on=last)
        .where(row.service_id.in_(SERVICES), row.kind == kind, row.episode_id.in_(kept_open()), live(row))
        .where(row.completed_on.is_not(None), ~begun.correlate(row).exists())
        .group_by(row.episode_id)
        .having(last <= BEFORE)
    )


def _lines(one: Begun | Old, of: Of, _worker: object, on: date) -> Iterator[Todo]:
    if of.closed_on is not None:
        return
    if isinstance(one, Begun):
        words, where = f"{KINDS[one.kind]} begun and {OPEN.lower()}", ("assessment_id", one.id)
        more = {"dated": "started", "subject": one.kind, "worker_id": one.worker_id}
        yield of.line(words, one.started_on, Rank.OPEN, "assessment.show", "Continue", where, **more)
    elif of.deceased_on is None and asked_for(one.completed_on, on):
        words, by = f"{KINDS[Kind.COMPREHENSIVE]}: {AGAIN.lower()}", again_by(one.completed_on)
        dated = "by" if by >= on else "due"
        yield of.line(words, by, Rank.OPEN, "assessment.index", "Assess again", dated=dated)


def _values(on: date) -> dict[str, date]:
    return {"assessed_before": last_day(on)}


PENDING = Pending((Begun, Old), lambda: [_begun(), _old()], each(_lines), _values)
