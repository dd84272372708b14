"""What a client's earlier assessments tell a new one: those of the episode, or of every stay at the service."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased

from careplan.assessment.codes import Status
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries.brought import brought
from careplan.assessment.rules.carrying import Earlier
from careplan.checklists.rules.asked import Given
from careplan.clients.models import Client, Episode, Packet
from careplan.ground.clock import london_day
from careplan.ground.corrections import live
from careplan.ground.db import db


def earlier(episode: Episode) -> list[Earlier]:
    """All answers of the episode's live assessments in order of time, each with where it was last affirmed."""
    return _told(_answers(Assessment.episode_id == episode.root_id, episode.service_id))


def ever_told(episode: Episode) -> list[Earlier]:
    """The same over every episode of the client at this service, after what transfers brought to it.

    What another service was told stays there otherwise. A copy that nobody confirmed on a later day says nothing by
    itself: its source is among the answers, or does not stand any more.
    """
    me, named = aliased(Client), aliased(Client)
    stays = (
        select(Episode.root_id)
        .join(named, named.id == Episode.client_id)
        .join(me, me.root_id == named.root_id)
        .where(me.id == episode.client_id, Episode.service_id == episode.service_id, live(Episode))
    )
    told = _told(_answers(Assessment.episode_id.in_(stays), episode.service_id, copies=False))
    return [*brought(Packet.episode_id.in_(stays), episode.service_id), *told]


def _told(statement: Select[*tuple[Any, ...]]) -> list[Earlier]:
    earlier = []
    for row in db.session.execute(statement):
        answer: Answer = row.Answer
        said = (answer.item, Status(answer.status), answer.value, answer.need)
        if answer.copied and answer.confirmed_on is None:
            earlier.append(
                Earlier(*said, answer.carried_from, row.source_day, answer.brought_by, row.told_on)
            )
        else:
            heard = (london_day(answer.recorded_at), answer.recorded_by)
            earlier.append(Earlier(*said, row.id, row.on_day, None, row.told_on, *heard))
    return earlier


def latest_answers(episode: Episode, items: Collection[str]) -> dict[str, Given]:
    """The answered value of each of the items that was last affirmed; declined or not known changes nothing.

    A copy that was carried over and is not confirmed yet never stands over an answer that was given.
    """
    here = _answers(Assessment.episode_id == episode.root_id, episode.service_id)
    statement = here.where(Answer.item.in_(sorted(items)), Answer.status == Status.ANSWERED)
    return {
        row.Answer.item: Given(Status.ANSWERED, row.Answer.value, row.source_day, row.Answer.confirmed_on)
        for row in db.session.execute(statement)
    }


def told_on(episode: Episode, items: Collection[str]) -> dict[str, tuple[Any, date]]:
    """The answered value of each of the items that was last told in the episode, and the day it was told."""
    statement = _answers(Assessment.episode_id == episode.root_id, episode.service_id)
    rows = db.session.execute(
        statement.where(Answer.item.in_(sorted(items)), Answer.status == Status.ANSWERED)
    )
    return {
        row.Answer.item: (row.Answer.value, (row.Answer.copied and row.source_day) or row.on_day)
        for row in rows
    }


def _answers(stays: ColumnElement[bool], service_id: str, copies: bool = True) -> Select[*tuple[Any, ...]]:
    source = aliased(Assessment)
    day = func.coalesce(Assessment.completed_on, Assessment.started_on)
    source_day = func.coalesce(source.completed_on, source.started_on, Answer.brought_on)
    return (
        select(
            Answer,
            Assessment.id,
            day.label("on_day"),
            source_day.label("source_day"),
            told_order(source)[0].label("told_on"),
        )
        .join(Assessment, and_(Assessment.root_id == Answer.assessment_id, live(Answer)))
        .outerjoin(source, source.id == Answer.carried_from)
        .where(
            stays,
            Assessment.service_id == service_id,
            live(Assessment),
            true() if copies else or_(Answer.carried_from.is_(None), Answer.confirmed_on > source_day),
        )
        .order_by(*told_order(source), Answer.item)
    )


def told_order(source: type[Assessment]) -> tuple[Any, ...]:
    """The order in which answers were told, the oldest first; `source` is where a copy was carried over from.

    By the day the assessment was completed (while it is open, by the day the answer was saved), the day it was
    started, the moment of recording, and the id. A copy that nobody confirmed counts from its source, and comes
    before what was told on the same day.
    """
    copied = and_(Answer.copied, Answer.confirmed_on.is_(None))
    own_day = func.coalesce(Assessment.completed_on, func.date(Answer.recorded_at))
    day = case(
        (copied, func.coalesce(source.completed_on, source.started_on, Answer.brought_on, own_day)),
        else_=own_day,
    )
    told = case((copied, 0), else_=1)
    return day, told, Assessment.started_on, Answer.recorded_at, Assessment.recorded_at, Assessment.id
