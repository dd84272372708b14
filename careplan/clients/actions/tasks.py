"""Tasks: what somebody must answer, raised once for each source, and what was done about it."""

from datetime import date
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from careplan.clients.models import Episode, Task, TaskAction
from careplan.clients.queries.deaths import open_tasks_of_client
from careplan.clients.rules.aftercare import EXIT, FOLLOW_UP
from careplan.ground.corrections import Why, live, strike
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write
from careplan.ui.words import day


class TaskClosed(ValueError):
    """The task needs nothing more; a second answer would contradict the first."""


def raise_task(
    *,
    by: Actor,
    episode: Episode,
    kind: str,
    source: str,
    words: str,
    due_on: date,
    worker_id: str | None = None,
) -> Task:
    """The task of this source, made when it is not there yet. `source` is text that names what raised it.

    It is for `worker_id`, else for the client's keyworker.
    """
    open_task = _of_source(episode, source)
    if open_task is not None:
        return open_task
    task = Task(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        kind=kind,
        source=source,
        words=words,
        due_on=due_on,
        worker_id=worker_id or episode.keyworker_id or by.id,
        recorded_by=by.id,
    )
    if (other := _written(episode, task)) is not None:
        return other
    _trail("task.raised", by, episode.client_id, task)
    return task


def _written(episode: Episode, task: Task) -> Task | None:
    """Write the task; the one of the same source instead, where somebody else has just written it."""
    try:
        with db.session.begin_nested():
            db.session.add(task)
    except IntegrityError:
        other = _of_source(episode, task.source)
        if other is None:
            raise
        return other
    return None


def act_on_task(*, by: Actor, task: Task, words: str, closes: bool) -> TaskAction:
    """Record what was done; `closes` when nothing more is needed. Raises TaskClosed on an answered task."""
    closes_it = (TaskAction.task_id == task.id, TaskAction.closes.is_(True), live(TaskAction))
    answered = select(TaskAction.id).where(*closes_it)
    if db.session.scalars(answered).first() is not None:
        raise TaskClosed(task.id)
    action = TaskAction(
        task_id=task.id, service_id=task.service_id, words=words, closes=closes, recorded_by=by.id
    )
    db.add(action)
    client_id = db.session.scalars(select(Episode.client_id).where(Episode.id == task.episode_id)).first()
    _trail("task.closed" if closes else "task.noted", by, client_id, task)
    return action


def close_task(*, by: Actor, task: Task, words: str) -> TaskAction:
    """Record what was done, and that nothing more is needed."""
    return act_on_task(by=by, task=task, words=words, closes=True)


def here_again(*, by: Actor, episode: Episode, words: str | None = None) -> None:
    """Follow-ups and the rest of leaving wait no more at the episode's service: the client is there again."""
    words = words or f"The client was referred again on {day(episode.referred_on)}."
    for task in open_tasks_of_client(episode.client):
        if task.kind in (FOLLOW_UP, EXIT) and task.service_id == episode.service_id:
            close_task(by=by, task=task, words=words)


def strike_task(*, by: Actor, episode: Episode, row: Task, **why: Unpack[Why]) -> None:
    """The task was raised by mistake: it ends without an action, and stays readable, struck through."""
    strike(row, by=by.id, **why)
    _trail("task.struck", by, episode.client_id, row)


def _of_source(episode: Episode, source: str) -> Task | None:
    task: Task | None = db.session.scalars(
        select(Task).where(Task.episode_id == episode.root_id, Task.source == source, live(Task))
    ).first()
    return task


def _trail(action: str, by: Actor, client_id: str | None, task: Task) -> None:
    write(
        action,
        by=by,
        subject=f"tasks:{task.id}",
        service_id=task.service_id,
        client_id=client_id,
        detail={"kind": task.kind, "source": task.source},
    )
