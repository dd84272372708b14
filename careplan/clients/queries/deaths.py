"""What a person still has open, in every service of the installation: a death is a fact of the person.

Read by the action that follows a death, never by a page.
"""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode, Task, TaskAction
from careplan.clients.queries.tasks import still_open
from careplan.clients.rules.afterwards import DEATH, DIED
from careplan.ground.corrections import live
from careplan.ground.db import db


def episodes_of_client(client: Client) -> list[Episode]:
    """Every live episode of the person, in the order of referral."""
    rows = _episodes(client).order_by(Episode.referred_on, Episode.id)
    return list(db.session.scalars(rows))


def open_tasks_of_client(client: Client) -> list[Task]:
    """Tasks of the person that still wait, the one due first on top."""
    roots = _episodes(client).with_only_columns(Episode.root_id)
    return list(db.session.scalars(still_open(select(Task).where(Task.episode_id.in_(roots)))))


def left_by_death(client: Client) -> tuple[list[Task], list[TaskAction]]:
    """The duties that a death raised, and the answers with which it closed other tasks of the person."""
    roots = _episodes(client).with_only_columns(Episode.root_id)
    mine = select(Task).where(Task.episode_id.in_(roots), live(Task))
    duties = list(db.session.scalars(mine.where(Task.kind == DEATH).order_by(Task.id)))
    ids = mine.where(Task.kind != DEATH).with_only_columns(Task.id)
    closings = (
        select(TaskAction)
        .where(TaskAction.task_id.in_(ids), TaskAction.closes.is_(True), live(TaskAction))
        .where(TaskAction.words.startswith(DIED))
        .order_by(TaskAction.id)
    )
    return duties, list(db.session.scalars(closings))


def _episodes(client: Client) -> Select[*tuple[Any, ...]]:
    named = aliased(Client)
    return (
        select(Episode)
        .join(named, named.id == Episode.client_id)
        .where(named.root_id == client.root_id, live(Episode))
    )
