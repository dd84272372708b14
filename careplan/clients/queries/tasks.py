"""Tasks that wait for somebody, and what was done about each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode, Task, TaskAction
from careplan.clients.rules.afterwards import COUNTERSIGN, DEATH, ELSEWHERE, SAFETY, SENT, same_day
from careplan.clients.rules.names import listed_name
from careplan.clients.rules.todo import DOSE
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Rank, Todo
from careplan.staff.models import Worker

NAMED = aliased(Client)
"""The row that an episode names its client by; made once, as an alias costs more than its statement."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What was done about a task: words, moment, who, and whether it closed the task."""

    id: str
    words: str
    at: datetime
    by: str
    closes: bool


def task(episode: Episode, task_id: str) -> Task | None:
    """A task of this episode, open, answered or struck out, or None."""
    task: Task | None = db.session.scalars(
        select(Task).where(
            Task.id == task_id,
            Task.episode_id == episode.root_id,
            Task.service_id == episode.service_id,
            Task.superseded_at.is_(None),
            Task.wrong_client.is_(None),
        )
    ).first()
    return task


def actions_of(task: Task) -> list[TaskLine]:
    """What was done about a task, in the order it was recorded."""
    rows = db.session.execute(
        select(
            TaskAction.id,
            TaskAction.words,
            TaskAction.recorded_at,
            func.coalesce(Worker.name, TaskAction.recorded_by),
            TaskAction.closes,
        )
        .outerjoin(Worker, Worker.id == TaskAction.recorded_by)
        .where(TaskAction.task_id == task.id, live(TaskAction))
        .order_by(TaskAction.recorded_at, TaskAction.id)
    )
    return [TaskLine(*row) for row in rows]


def still_open(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The tasks of a statement that nobody closed, the one due first on top."""
    closes = (TaskAction.task_id == Task.id, TaskAction.closes.is_(True), live(TaskAction))
    closed = select(TaskAction.id).where(*closes).exists()
    return statement.where(live(Task), ~closed).order_by(Task.due_on, Task.recorded_at, Task.id)


def open_tasks(episode: Episode) -> list[Task]:
    """Tasks of the episode that still wait, the one due first on top."""
    return list(db.session.scalars(still_open(select(Task).where(Task.episode_id == episode.root_id))))


def same_matter(task: Task, episode: Episode) -> list[Task]:
    """The other safety tasks of the episode in the same words that still wait: the same was raised again."""
    if task.kind != "safety":
        return []
    return [
        one
        for one in open_tasks(episode)
        if one.kind == "safety" and one.words == task.words and one.id != task.id
    ]


def todo(services: frozenset[str], worker_id: str | None, on: date) -> list[Todo]:
    """Open tasks: the worker's and nobody's; everybody's when `worker_id` is None.

    A task outlives its episode, but for an assessment that was not finished: what is not done when a client leaves or
    dies waits for the manager as well.
    """
    statement = (
        select(Task, Episode.id, Episode.keyworker_id, Episode.closed_on, Client.first_name, Client.last_name)
        .join(Episode, Episode.root_id == Task.episode_id)
        .join(NAMED, NAMED.id == Episode.client_id)
        .join(Client, (Client.root_id == NAMED.root_id) & live(Client))
        .where(Task.service_id.in_(services), live(Episode))
        .where(or_(Episode.closed_on.is_(None), Task.kind != "assessment"))
    )
    if worker_id is not None:
        statement = statement.where(func.coalesce(Task.worker_id, worker_id) == worker_id)
    return [_line(row, on) for row in db.session.execute(still_open(statement))]


def _line(row: Any, on: date) -> Todo:
    task = row.Task
    signs = task.source.startswith(COUNTERSIGN)
    return Todo(
        episode_id=row[1],
        client_name=listed_name(row.first_name, row.last_name),
        reason=task.words if row.closed_on is None or task.kind == DEATH else f"Left treatment. {task.words}",
        since=task.due_on,
        rank=_rank(task, on),
        endpoint="risk.index" if signs else "clients.task",
        values=(("episode_id", row[1]), *([] if signs else [("task_id", task.id)])),
        button="Countersign" if signs else "Record action",
        service_id=task.service_id,
        keyworker_id=row.keyworker_id,
        dated="raised" if task.kind == "safety" else "due",
        subject=task.source,
        of_manager=row.closed_on is not None or task.kind in (DEATH, ELSEWHERE, SENT),
        of_prescriber=task.kind == DOSE,
    )


def _rank(task: Task, on: date) -> Rank:
    if task.kind in SAFETY or task.source in same_day():
        return Rank.SAFETY
    if task.due_on < on:
        return Rank.OVERDUE
    return Rank.DUE if task.due_on == on else Rank.OPEN
