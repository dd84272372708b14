"""Plans of an episode: versions, goals with their actions and where they stand, reviews."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from careplan.assessment.codes import Kind
from careplan.assessment.queries import assessments
from careplan.clients.models import Episode, Pause
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.codes import GoalStatus, PlanKind
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome
from careplan.plans.rules.facts import Goal as GoalFacts
from careplan.plans.rules.facts import Outcome
from careplan.plans.rules.versions import Version, goal_status


@dataclass(frozen=True, slots=True)
class GoalInPlan:
    """A goal with who does what for it, and where it stands on the day it was read for."""

    goal: Goal
    actions: tuple[GoalAction, ...]
    status: GoalStatus
    view: str | None = None

    def facts(self) -> GoalFacts:
        """The goal as the rules read it."""
        goal = self.goal
        need = goal.need_item or goal.need_id
        parts = (goal.measure, goal.target_on, goal.responsible, need)
        return GoalFacts(goal.root_id, goal.wording, *parts, self.status, len(self.actions))


def of_episode(services: frozenset[str], episode: Episode, model: Any) -> Select[Any]:
    """The live rows of a table that hang on the episode, where it is at one of the services."""
    return _live(services, model).where(model.episode_id == episode.root_id)


def _live(services: frozenset[str], model: Any) -> Select[Any]:
    return select(model).where(model.service_id.in_(services), live(model))


def versions(services: frozenset[str], episode: Episode) -> list[CarePlan]:
    """All versions of an episode's plan, the newest first."""
    rows = of_episode(services, episode, CarePlan)
    return list(db.session.scalars(rows.order_by(CarePlan.version.desc())))


def kind_to_write(services: frozenset[str], episode: Episode, old: CarePlan | None) -> PlanKind:
    """The kind that a new version is offered as: that of the old one, else comprehensive after such an assessment."""
    if old is not None:
        return PlanKind(old.kind)
    every = [one.row for one in assessments(services, episode.root_id)]
    whole = any(one.completed_on and one.kind == Kind.COMPREHENSIVE for one in every)
    return PlanKind.COMPREHENSIVE if whole else PlanKind.INITIAL


def plan(services: frozenset[str], episode: Episode, plan_id: str, lock: bool = False) -> CarePlan | None:
    """One version of this episode's plan, locked until the transaction ends when it is to be changed."""
    statement = of_episode(services, episode, CarePlan).where(CarePlan.id == plan_id)
    one: CarePlan | None = db.session.scalars(statement.with_for_update() if lock else statement).first()
    return one


def counted(services: frozenset[str], plans: Iterable[CarePlan]) -> list[Version]:
    """The versions as the rules read them, with the number of goals of each."""
    listed = list(plans)
    rows = db.session.execute(
        _live(services, Goal)
        .with_only_columns(Goal.care_plan_id, func.count())
        .where(Goal.care_plan_id.in_([one.root_id for one in listed]))
        .group_by(Goal.care_plan_id)
        .order_by(Goal.care_plan_id)
    )
    numbers: dict[str, int] = {row[0]: row[1] for row in rows}
    return [Version(one.id, one.version, one.agreed_on, numbers.get(one.root_id, 0)) for one in listed]


def goals(services: frozenset[str], plan: CarePlan, on: date) -> list[GoalInPlan]:
    """The goals of a plan in the order they were written, each with actions and status on the day."""
    return goals_of(services, [plan], on)


def goals_of(services: frozenset[str], plans: Iterable[CarePlan], on: date) -> list[GoalInPlan]:
    """The same of several plans. Three statements."""
    mine = _live(services, Goal).where(Goal.care_plan_id.in_([one.root_id for one in plans]))
    goals = list(db.session.scalars(mine.order_by(Goal.recorded_at, Goal.root_id)))
    ids = [goal.root_id for goal in goals]
    actions, outcomes = _actions(services, ids), _outcomes(services, ids)
    return [_in_plan(goal, actions[goal.root_id], outcomes[goal.root_id], on) for goal in goals]


def _in_plan(goal: Goal, actions: list[GoalAction], outcomes: list[Any], on: date) -> GoalInPlan:
    facts = [Outcome(row.review_id, row.reviewed_on, GoalStatus(row.status)) for row in outcomes]
    rows = [row.client_view for row in outcomes if row.reviewed_on <= on and row.client_view]
    status = goal_status(GoalStatus(goal.status), facts, on)
    return GoalInPlan(goal, tuple(actions), status, rows[-1] if rows else None)


def _actions(services: frozenset[str], goal_ids: list[str]) -> dict[str, list[GoalAction]]:
    by_goal: dict[str, list[GoalAction]] = defaultdict(list)
    rows = _live(services, GoalAction).where(GoalAction.goal_id.in_(goal_ids))
    for action in db.session.scalars(rows.order_by(GoalAction.recorded_at, GoalAction.root_id)):
        by_goal[action.goal_id].append(action)
    return by_goal


def _outcomes(services: frozenset[str], goal_ids: list[str]) -> dict[str, list[Any]]:
    by_goal: dict[str, list[Any]] = defaultdict(list)
    columns = (GoalOutcome.goal_id, GoalOutcome.review_id, GoalOutcome.status, GoalOutcome.client_view)
    for row in db.session.execute(
        select(*columns, CarePlanReview.reviewed_on)
        .join(CarePlanReview, CarePlanReview.root_id == GoalOutcome.review_id)
        .where(
            GoalOutcome.service_id.in_(services),
            live(GoalOutcome),
            GoalOutcome.goal_id.in_(goal_ids),
            CarePlanReview.held.is_(True),
            live(CarePlanReview),
        )
        .order_by(CarePlanReview.reviewed_on, GoalOutcome.review_id)
    ):
        by_goal[row.goal_id].append(row)
    return by_goal


def goal(services: frozenset[str], plan: CarePlan, goal_id: str) -> Goal | None:
    """One goal of this plan."""
    mine = _live(services, Goal).where(Goal.care_plan_id == plan.root_id, Goal.root_id == goal_id)
    one: Goal | None = db.session.scalars(mine).first()
    return one


def action(
    services: frozenset[str], episode: Episode, action_id: str
) -> tuple[GoalAction, Goal, CarePlan] | None:
    """One action of this episode's plans, with its goal and plan."""
    row = db.session.execute(
        select(GoalAction, Goal, CarePlan)
        .join(Goal, Goal.root_id == GoalAction.goal_id)
        .join(CarePlan, CarePlan.root_id == Goal.care_plan_id)
        .where(
            GoalAction.service_id.in_(services),
            GoalAction.id == action_id,
            CarePlan.episode_id == episode.root_id,
            live(GoalAction),
            live(Goal),
            live(CarePlan),
        )
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def reviews(services: frozenset[str], episode: Episode) -> list[CarePlanReview]:
    """Reviews held and tried, the latest first."""
    rows = of_episode(services, episode, CarePlanReview)
    return list(
        db.session.scalars(rows.order_by(CarePlanReview.reviewed_on.desc(), CarePlanReview.id.desc()))
    )


def pauses(services: frozenset[str], episode: Episode) -> list[Pause]:
    """Times in prison, hospital or residential treatment elsewhere, the latest first."""
    rows = of_episode(services, episode, Pause)
    return list(db.session.scalars(rows.order_by(Pause.from_on.desc(), Pause.id.desc())))
