"""Needs: what the assessments ticked, and what keyworker and client made of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, select

from careplan.assessment.codes import Kind, Status
from careplan.assessment.models import Answer, Assessment
from careplan.checklists.queries import bank
from careplan.checklists.rules.words import in_words
from careplan.clients.models import Episode
from careplan.ground.corrections import live, live_at
from careplan.ground.db import db
from careplan.plans.codes import NeedPriority, WantsHelp
from careplan.plans.models import Need
from careplan.plans.rules.completeness import Need as NeedFacts
from careplan.plans.rules.needs import Tick, Ticked, latest_ticks, plan_domain


def needs(services: frozenset[str], episode: Episode, at: datetime | None = None) -> list[Need]:
    """The needs of an episode as weighed now, or as they stood at a moment; high ones first."""
    statement = select(Need).where(Need.service_id.in_(services), Need.episode_id == episode.root_id)
    statement = statement.where(live(Need) if at is None else live_at(Need, at))
    rank = {priority.value: place for place, priority in enumerate(NeedPriority)}
    result = db.session.scalars(statement.order_by(Need.recorded_at, Need.root_id))
    return sorted(result, key=lambda need: rank[need.priority])


def need(services: frozenset[str], episode: Episode, need_id: str) -> Need | None:
    """One need of this episode, by the id it was first given."""
    one: Need | None = db.session.scalars(
        select(Need).where(
            Need.service_id.in_(services),
            Need.episode_id == episode.root_id,
            Need.root_id == need_id,
            live(Need),
        )
    ).first()
    return one


def facts(need: Need) -> NeedFacts:
    """A need as the rules read it."""
    priority, wants_help = NeedPriority(need.priority), WantsHelp(need.wants_help)
    return NeedFacts(need.root_id, need.words, priority, wants_help, need.item, need.not_now_reason)


NO_ANSWER: dict[str, str] = {Status.DECLINED: "Declined to say", Status.NOT_KNOWN: "Not known"}


def ticked(services: frozenset[str], episode: Episode) -> list[Ticked]:
    """The needs that the latest asking of each item ticked, in the order of the checklist. One statement."""
    rows = db.session.execute(
        select(
            Answer.item,
            Answer.need,
            Answer.status,
            Answer.value,
            Assessment.kind,
            Assessment.edition,
            Assessment.started_on,
            Assessment.completed_on,
            Assessment.id,
        )
        .join(Assessment, and_(Assessment.root_id == Answer.assessment_id, live(Answer)))
        .where(
            Answer.service_id.in_(services),
            Assessment.episode_id == episode.root_id,
            live(Assessment),
            Answer.status != Status.NOT_ASKED,
        )
        .order_by(Assessment.id, Answer.item)
    )
    return sorted((_ticked(tick) for tick in latest_ticks(map(_tick, rows))), key=_place)


def _tick(row: Row[Any]) -> Tick:
    order = (row.completed_on or date.max, row.started_on, row.id)
    asked_on = row.completed_on or row.started_on
    return Tick(row.item, bool(row.need), row.kind, asked_on, row.edition, order, row.status, row.value)


def _ticked(tick: Tick) -> Ticked:
    words = bank(tick.edition)
    item = words.items[tick.item]
    answer = (
        in_words(words, item, tick.value)
        if tick.status == Status.ANSWERED
        else NO_ANSWER.get(tick.status, "")
    )
    domain = plan_domain(item.domain)
    return Ticked(item.item, item.question, domain, tick.kind, tick.asked_on, answer, item.ask_alone)


def _place(ticked: Ticked) -> tuple[str, int, str]:
    return (ticked.domain.value, ticked.asked_on.toordinal(), ticked.item)


def latest_risk(services: frozenset[str], episode: Episode) -> tuple[str, date] | None:
    """The latest completed risk assessment of an episode: its id and the day it was completed."""
    row = db.session.execute(
        select(Assessment.root_id, Assessment.completed_on)
        .where(
            Assessment.service_id.in_(services),
            Assessment.episode_id == episode.root_id,
            Assessment.kind == Kind.RISK,
            Assessment.completed_on.is_not(None),
            live(Assessment),
        )
        .order_by(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
        .limit(1)
    ).first()
    return None if row is None or row[1] is None else (row[0], row[1])
