"""What an episode's earlier assessments and interventions tell a new one."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import aliased

from careplan.assessment.codes import Status
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.rules.carrying import Earlier
from careplan.checklists.rules.asked import Given
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db


def earlier(episode: Episode) -> list[Earlier]:
    """All answers of the episode's live assessments in order of time, each with where it was last affirmed."""
    earlier = []
    for row in db.session.execute(_answers(episode)):
        answer: Answer = row.Answer
        from_id, on = row.id, row.on_day
        if answer.carried_from is not None and answer.confirmed_on is None:
            from_id, on = answer.carried_from, row.source_day
        earlier.append(Earlier(answer.item, Status(answer.status), answer.value, answer.need, from_id, on))
    return earlier


def latest_answers(episode: Episode, items: Collection[str]) -> dict[str, Given]:
    """The answered value of each of the items that was last affirmed; declined or not known changes nothing.

    A copy that was carried over and is not confirmed yet never stands over an answer that was given.
    """
    statement = _answers(episode).where(Answer.item.in_(sorted(items)), Answer.status == Status.ANSWERED)
    return {
        row.Answer.item: Given(Status.ANSWERED, row.Answer.value, row.source_day, row.Answer.confirmed_on)
        for row in db.session.execute(statement)
    }


def _answers(episode: Episode) -> Select[*tuple[Any, ...]]:
    source = aliased(Assessment)
    day = func.coalesce(Assessment.completed_on, Assessment.started_on)
    source_day = func.coalesce(source.completed_on, source.started_on)
    return (
        select(
            Answer,
            Assessment.id,
            day.label("on_day"),
            source_day.label("source_day"),
        )
        .join(Assessment, and_(Assessment.root_id == Answer.assessment_id, live(Answer)))
        .outerjoin(source, source.id == Answer.carried_from)
        .where(
            Assessment.episode_id == episode.root_id,
            Assessment.service_id == episode.service_id,
            live(Assessment),
        )
        .order_by(*told_order(source), Answer.item)
    )


def told_order(source: type[Assessment]) -> tuple[Any, ...]:
    """The order in which answers were told, the oldest first; `source` is where a copy was carried over from.

    By the day the assessment was completed (while it is open, by the day the answer was saved), the day it was
    started, the moment of recording, and the id. A copy that nobody confirmed counts from its source, and comes
    before what was told on the same day.
    """
    copied = and_(Answer.carried_from.is_not(None), Answer.confirmed_on.is_(None))
    own_day = func.coalesce(Assessment.completed_on, func.date(Answer.recorded_at))
    day = case((copied, func.coalesce(source.completed_on, source.started_on, own_day)), else_=own_day)
    told = case((copied, 0), else_=1)
    return day, told, Assessment.started_on, Answer.recorded_at, Assessment.recorded_at, Assessment.id
