"""What waits: safety triggers nobody acted on, and assessments that were begun and not finished."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from careplan.assessment.labels import NAMES
from careplan.assessment.models import Assessment
from careplan.assessment.rules.triggers import Trigger
from careplan.clients.models import Client, Episode, Task, TaskAction
from careplan.clients.queries import open_tasks
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Rank, Todo

NAMED = aliased(Client)
"""The row that an episode names its client by; made once, as an alias costs more than its statement."""


def source_of(assessment_id: str) -> str:
    """How the source of every task begins that this assessment raised."""
    return f"assessment:{assessment_id}:"


def unanswered(episode: Episode, assessment_id: str) -> list[Task]:
    """Safety tasks that the assessment raised and for which no action is recorded yet."""
    acted = select(TaskAction.id).where(TaskAction.task_id == Task.id, live(TaskAction)).exists()
    return list(
        db.session.scalars(
            select(Task)
            .where(
                Task.episode_id == episode.root_id,
                Task.kind == "safety",
                Task.source.startswith(source_of(assessment_id), autoescape=True),
                live(Task),
                ~acted,
            )
            .order_by(Task.recorded_at, Task.id)
        )
    )


def raised_by(episode: Episode, assessment_id: str) -> list[tuple[Trigger, Task]]:
    """Open safety tasks that the assessment raised, each with its trigger."""
    start = source_of(assessment_id)
    tasks = [one for one in open_tasks(episode) if one.kind == "safety" and one.source.startswith(start)]
    return [(Trigger(one.source[len(start) :].split(":")[0]), one) for one in tasks]


def todo(services: frozenset[str], worker_id: str | None, on: date) -> list[Todo]:
    """Assessments begun and not finished in open episodes, the oldest first; the worker's own clients', or all.

    Those left with a reason have a task of their own.
    """
    statement = (
        select(Assessment, Episode.id, Episode.keyworker_id, Client)
        .join(Episode, Episode.root_id == Assessment.episode_id)
        .join(NAMED, NAMED.id == Episode.client_id)
        .join(Client, (Client.root_id == NAMED.root_id) & live(Client))
        .where(
            Assessment.service_id.in_(services),
            Assessment.completed_on.is_(None),
            Assessment.incomplete_reason.is_(None),
            live(Assessment),
            Assessment.started_on <= on,
            live(Episode),
            Episode.closed_on.is_(None),
        )
        .order_by(Assessment.started_on, Assessment.id)
    )
    if worker_id is not None:
        statement = statement.where((Episode.keyworker_id == worker_id) | (Assessment.worker_id == worker_id))
    return [_line(*row) for row in db.session.execute(statement)]


def _line(assessment: Assessment, episode_id: str, keyworker_id: str | None, client: Client) -> Todo:
    return Todo(
        episode_id=episode_id,
        client_name=client.name,
        reason=f"{NAMES[assessment.kind]} begun and not finished",
        since=assessment.started_on,
        rank=Rank.OPEN,
        endpoint="assessment.show",
        values=(("episode_id", episode_id), ("assessment_id", assessment.id)),
        button="Continue",
        service_id=assessment.service_id,
        keyworker_id=keyworker_id,
        dated="started",
        subject=assessment.kind,
    )
