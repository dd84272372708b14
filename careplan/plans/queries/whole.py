"""Needs as ticked and weighed, and one version of a plan with everything in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, case, func, select
from sqlalchemy.orm import aliased

from careplan.assessment.codes import Kind, Status
from careplan.assessment.labels import STATUSES
from careplan.assessment.models import Answer, Assessment
from careplan.checklists.queries import bank
from careplan.checklists.rules.values import in_words
from careplan.clients.models import Episode
from careplan.ground.corrections import live, live_at
from careplan.ground.db import db
from careplan.plans.codes import NeedPriority, WantsHelp
from careplan.plans.models import CarePlan, Goal, Need
from careplan.plans.queries.versions import GoalInPlan, goals, of_episode
from careplan.plans.rules.completeness import Gap, PlanFacts, gaps
from careplan.plans.rules.completeness import Need as NeedFacts
from careplan.plans.rules.versions import Tick, Ticked, is_filled, latest_ticks, plan_domain


def needs(services: frozenset[str], episode: Episode, at: datetime | None = None) -> list[Need]:
    """The needs of an episode as weighed now, or as they stood at a moment; high ones first."""
    statement = select(Need).where(Need.service_id.in_(services), Need.episode_id == episode.root_id)
    statement = statement.where(live(Need) if at is None else live_at(Need, at))
    rank = {priority.value: place for place, priority in enumerate(NeedPriority)}
    result = db.session.scalars(statement.order_by(Need.recorded_at, Need.root_id))
    return sorted(result, key=lambda need: rank[need.priority])


def written_for(plan: CarePlan) -> list[Need]:
    """The live needs that were first written while the version was a draft, and that no other version answers."""
    first = aliased(Need)
    answered = (
        select(Goal.id)
        .join(CarePlan, CarePlan.id == Goal.care_plan_id)
        .where(Goal.need_id == Need.root_id, CarePlan.root_id != plan.root_id, live(Goal), live(CarePlan))
    )
    rows = (
        select(Need)
        .join(first, first.id == Need.root_id)
        .where(Need.episode_id == plan.episode_id, Need.service_id == plan.service_id, live(Need))
        .where(first.recorded_at.between(plan.recorded_at, plan.agreed_at), ~answered.exists())
    )
    return list(db.session.scalars(rows.order_by(Need.recorded_at, Need.root_id)))


def need(services: frozenset[str], episode: Episode, need_id: str) -> Need | None:
    """One need of this episode, by the id it was first given."""
    rows = of_episode(services, episode, Need).where(Need.root_id == need_id)
    one: Need | None = db.session.scalars(rows).first()
    return one


def facts(need: Need) -> NeedFacts:
    """A need as the rules read it."""
    priority, wants_help = NeedPriority(need.priority), WantsHelp(need.wants_help)
    return NeedFacts(need.root_id, need.words, priority, wants_help, need.item, need.not_now_reason)


def ticked(services: frozenset[str], episode: Episode) -> list[Ticked]:
    """The needs that the latest asking of each item ticked, in the order of the checklist. One statement.

    A copy in a later assessment that nobody confirmed was not asked there: its day and kind are those of its source.
    """
    source, unconfirmed = aliased(Assessment), and_(Answer.copied, Answer.confirmed_on.is_(None))
    rows = db.session.execute(
        select(
            Answer.item,
            Answer.need,
            Answer.status,
            Answer.value,
            Assessment.edition,
            Assessment.started_on,
            Assessment.completed_on,
            Assessment.id,
            case((unconfirmed, func.coalesce(source.kind, Assessment.kind)), else_=Assessment.kind).label(
                "asked_in"
            ),
            case(
                (unconfirmed, func.coalesce(source.completed_on, source.started_on, Answer.brought_on))
            ).label("told_on"),
        )
        .join(Assessment, and_(Assessment.root_id == Answer.assessment_id, live(Answer)))
        .outerjoin(source, source.id == Answer.carried_from)
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
    asked_on = row.told_on or row.completed_on or row.started_on
    order = (row.told_on or row.completed_on or date.max, row.started_on, row.id)
    return Tick(row.item, bool(row.need), row.asked_in, asked_on, row.edition, order, row.status, row.value)


def _ticked(tick: Tick) -> Ticked:
    words = bank(tick.edition)
    item = words.items[tick.item]
    answer = (
        in_words(words, item, tick.value) if tick.status == Status.ANSWERED else STATUSES[Status(tick.status)]
    )
    domain = plan_domain(item.domain)
    return Ticked(item.item, item.question, domain, tick.kind, tick.asked_on, answer, item.ask_alone)


def _place(ticked: Ticked) -> tuple[str, int, str]:
    return (ticked.domain.value, ticked.asked_on.toordinal(), ticked.item)


def latest_risk(services: frozenset[str], episode: Episode) -> tuple[str, date] | None:
    """The latest completed risk assessment of an episode: its id and the day it was completed."""
    row = db.session.execute(
        of_episode(services, episode, Assessment)
        .with_only_columns(Assessment.root_id, Assessment.completed_on)
        .where(Assessment.kind == Kind.RISK, Assessment.completed_on.is_not(None))
        .order_by(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
        .limit(1)
    ).first()
    return None if row is None or row[1] is None else (row[0], row[1])


@dataclass(frozen=True, slots=True)
class Whole:
    """A version, its goals, needs as weighed when it was agreed (a draft: now), and what assessments ticked."""

    plan: CarePlan
    goals: tuple[GoalInPlan, ...]
    needs: tuple[Need, ...]
    ticked: tuple[Ticked, ...] = ()

    def facts(self) -> PlanFacts:
        """The version as the rules read it."""
        plan = self.plan
        words = (plan.matters_to_me, plan.strengths, plan.how_to_help, plan.not_wanted)
        return PlanFacts(
            goals=tuple(one.facts() for one in self.goals),
            needs=tuple(facts(need) for need in self.needs),
            ticked=() if plan.agreed_on else tuple((one.item, one.words) for one in self.ticked),
            own_words=bool(plan.own_words_declined) or any(is_filled(text) for text in words),
            contingency=is_filled(plan.contingency),
            disengagement=is_filled(plan.disengagement),
        )

    def gaps(self) -> list[Gap]:
        """What holds back agreeing."""
        return gaps(self.facts())

    @property
    def last_need(self) -> str:
        """The id of the latest weighing, for pages that may go stale."""
        return max((need.id for need in self.needs), default="")

    def unweighed(self) -> list[Ticked]:
        """Needs that the assessments ticked and nobody has weighed."""
        weighed = {need.item for need in self.needs}
        return [one for one in self.ticked if one.item not in weighed]


def whole(services: frozenset[str], episode: Episode, plan: CarePlan, on: date) -> Whole:
    """A version with all its parts; goals stand as on the day."""
    of_plan = tuple(goals(services, plan, on))
    at = None if plan.agreed_on is None else plan.agreed_at or plan.recorded_at
    return Whole(plan, of_plan, tuple(needs(services, episode, at)), tuple(ticked(services, episode)))
