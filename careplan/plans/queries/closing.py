"""What ended together with an episode, so that it can go on with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from careplan.clients.models import Episode, Intervention, Task, TaskAction
from careplan.clients.queries import episodes_of
from careplan.clients.rules.aftercare import EXIT, FOLLOW_UP
from careplan.clients.rules.afterwards import LEFT
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.registers import TakenStep
from careplan.prescribing.models import Course
from careplan.waits.registers import ReferralAnswer
from careplan.waits.rules import Answer

TOGETHER = timedelta(minutes=1)
"""Leaving writes all its rows in one request; what was ended earlier on the same day stays ended."""


def interventions_ended(episode: Episode) -> Sequence[Intervention]:
    """The interventions that ended with the episode."""
    return _rows(episode, Intervention, _with(episode, Intervention))


def courses_ended(episode: Episode) -> Sequence[Course]:
    """The courses that ended with the episode."""
    return _rows(episode, Course, _with(episode, Course))


def tasks_left(episode: Episode) -> Sequence[Task]:
    """The tasks that the closing left, for the manager or to follow up, answered or not."""
    raised = and_(Task.kind.in_((LEFT, EXIT, FOLLOW_UP)), _then(episode, Task.recorded_at))
    return _rows(episode, Task, raised)


def tasks_closed(episode: Episode) -> Sequence[TaskAction]:
    """The answers with which the closing itself ended tasks of unfinished assessments."""
    ours = select(Task.id).where(Task.episode_id == episode.root_id, Task.kind == "assessment")
    return db.session.scalars(
        select(TaskAction)
        .where(TaskAction.task_id.in_(ours), TaskAction.service_id == episode.service_id)
        .where(TaskAction.closes.is_(True), live(TaskAction), _then(episode, TaskAction.recorded_at))
        .order_by(TaskAction.id)
    ).all()


def open_since(episode: Episode) -> Episode | None:
    """Another episode of the client at this service that is open now."""
    others = episodes_of(frozenset({episode.service_id}), episode.client)
    return next((one for one in others if one.closed_on is None and one.root_id != episode.root_id), None)


def written_with(episode: Episode) -> Sequence[Any]:
    """The steps of leaving, and the answer that put a referral back, that were written down with the closing."""
    put_back = ReferralAnswer.answer == Answer.PUT_BACK
    return [
        *_rows(episode, TakenStep, _then(episode, TakenStep.recorded_at)),
        *_rows(episode, ReferralAnswer, and_(put_back, _then(episode, ReferralAnswer.recorded_at))),
    ]


def _rows(episode: Episode, model: Any, condition: ColumnElement[bool]) -> Sequence[Any]:
    mine = (model.episode_id == episode.root_id, model.service_id == episode.service_id, live(model))
    return db.session.scalars(select(model).where(*mine, condition).order_by(model.id)).all()


def _with(episode: Episode, model: Any) -> ColumnElement[bool]:
    """Ended on the day of the closing, by the same hand; where no moment is known (imported), on the same day."""
    return and_(
        model.ended_on == episode.closed_on,
        or_(model.ended_at.is_(None), _then(episode, model.ended_at)),
    )


def _then(episode: Episode, moment: Any) -> ColumnElement[bool]:
    at: datetime = episode.closed_at or episode.recorded_at
    condition: ColumnElement[bool] = moment.between(at - TOGETHER, at + TOGETHER)
    return condition
