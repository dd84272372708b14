"""Tasks that wait for somebody, and what was done about each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from careplan.clients.models import Episode, Task, TaskAction
from careplan.clients.rules.aftercare import FOLLOW_UP
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Worker


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


def unclosed() -> ColumnElement[bool]:
    """The task is live, and nobody closed it."""
    closes = (TaskAction.task_id == Task.id, TaskAction.closes.is_(True), live(TaskAction))
    return and_(live(Task), ~select(TaskAction.id).where(*closes).exists())


def still_open(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The tasks of a statement that nobody closed, the one due first on top."""
    return statement.where(unclosed()).order_by(Task.due_on, Task.recorded_at, Task.id)


def open_tasks(episode: Episode) -> list[Task]:
    """Tasks of the episode that still wait, the one due first on top."""
    return list(db.session.scalars(still_open(select(Task).where(Task.episode_id == episode.root_id))))


def tasks_from(episode: Episode, *starts: str, closed: bool = False) -> list[Task]:
    """The live tasks of the episode whose source begins so, the one due first on top; with `closed` those too."""
    begins = or_(*(Task.source.startswith(start, autoescape=True) for start in starts))
    rows = select(Task).where(Task.episode_id == episode.root_id, live(Task), begins)
    if not closed:
        rows = rows.where(unclosed())
    return list(db.session.scalars(rows.order_by(Task.due_on, Task.recorded_at, Task.id)))


def follow_up(episode: Episode, task_id: str) -> Task | None:
    """A follow-up of the episode, answered or not; None for any other task."""
    row = task(episode, task_id)
    return row if row is not None and row.kind == FOLLOW_UP else None


def same_matter(task: Task, episode: Episode) -> list[Task]:
    """The other safety tasks of the episode in the same words that still wait: the same was raised again."""
    if task.kind != "safety":
        return []
    return [
        one
        for one in open_tasks(episode)
        if one.kind == "safety" and one.words == task.words and one.id != task.id
    ]
