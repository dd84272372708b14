"""Needs: what the assessments ticked, and what keyworker and client made of it."""

from datetime import date, datetime

from sqlalchemy import or_, select

from careplan.assessment.codes import Kind, Status
from careplan.assessment.models import Answer, Assessment
from careplan.checklists.queries import bank
from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.plans.codes import NeedPriority, WantsHelp
from careplan.plans.models import Need
from careplan.plans.rules.completeness import Need as NeedFacts
from careplan.plans.rules.needs import Tick, Ticked, latest_ticks, plan_domain


def needs(services: frozenset[str], episode: Episode, at: datetime | None = None) -> list[Need]:
    """The needs of an episode as weighed now, or as they stood at a moment; high ones first."""
    statement = select(Need).where(Need.service_id.in_(services), Need.episode_id == episode.root_id)
    if at is None:
        statement = statement.where(Need.superseded_at.is_(None))
    else:
        later = or_(Need.superseded_at.is_(None), Need.superseded_at > at)
        statement = statement.where(Need.recorded_at <= at, later)
    rank = {priority.value: place for place, priority in enumerate(NeedPriority)}
    found = db.session.scalars(statement.order_by(Need.root_id))
    return sorted(found, key=lambda need: (rank[need.priority], need.root_id))


def need(services: frozenset[str], episode: Episode, need_id: str) -> Need | None:
    """One need of this episode, by the id it was first given."""
    one: Need | None = db.session.scalars(
        select(Need).where(
            Need.service_id.in_(services),
            Need.episode_id == episode.root_id,
            Need.root_id == need_id,
            Need.superseded_at.is_(None),
        )
    ).first()
    return one


def facts(need: Need) -> NeedFacts:
    """A need as the rules read it."""
    priority, wants_help = NeedPriority(need.priority), WantsHelp(need.wants_help)
    return NeedFacts(need.root_id, need.words, priority, wants_help, need.item, need.not_now_reason)


def ticked(services: frozenset[str], episode: Episode) -> list[Ticked]:
    """The needs that the latest asking of each item ticked, in the order of the checklist. One statement."""
    rows = db.session.execute(
        select(
            Answer.item,
            Answer.need,
            Assessment.kind,
            Assessment.edition,
            Assessment.started_on,
            Assessment.completed_on,
            Assessment.id,
        )
        .join(Assessment, Assessment.root_id == Answer.assessment_id)
        .where(
            Answer.service_id.in_(services),
            Assessment.episode_id == episode.root_id,
            Assessment.superseded_at.is_(None),
            Answer.status != Status.NOT_ASKED,
        )
        .order_by(Assessment.id, Answer.item)
    )
    return sorted((_ticked(tick) for tick in latest_ticks(map(_tick, rows))), key=_place)


def _tick(row: tuple[str, bool | None, str, str, date, date | None, str]) -> Tick:
    item, ticked_need, kind, edition, started_on, completed_on, assessment_id = row
    order = (completed_on or date.max, started_on, assessment_id)
    return Tick(item, bool(ticked_need), kind, completed_on or started_on, edition, order)


def _ticked(tick: Tick) -> Ticked:
    item = bank(tick.edition).items[tick.item]
    return Ticked(
        item.item, item.question, plan_domain(item.domain), tick.kind, tick.asked_on, item.ask_alone
    )


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
            Assessment.superseded_at.is_(None),
        )
        .order_by(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
        .limit(1)
    ).first()
    return None if row is None or row[1] is None else (row[0], row[1])
