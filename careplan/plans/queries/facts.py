"""Care plans with goals, reviews with outcomes, by root of the episode."""

from collections.abc import Mapping

from sqlalchemy import func, select

from careplan.clients.models import Episode
from careplan.ground.scope import Scope, chain, coded, grouped, rows, scope
from careplan.plans.codes import Agreement, GoalStatus
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome
from careplan.plans.rules import facts

Goals = list[tuple[str, str, facts.Goal]]
STATUSES = coded(GoalStatus)


def goals(view: Scope) -> Goals:
    """Goals with the root of their plan and their own root."""
    plan, row = chain(CarePlan), Goal
    statement = (
        select(
            plan.root_id,
            row.root_id,
            row.id,
            row.measure,
            row.target_on,
            row.responsible,
            func.coalesce(row.need_item, row.need_id),
            row.status,
            row.need_item,
            row.domain,
        )
        .join(plan, view.below(plan, row.care_plan_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    return [
        (
            parent,
            root,
            facts.Goal(id_, "", measure, by, who, need, STATUSES[status], 0, item, domain),
        )
        for parent, root, id_, measure, by, who, need, status, item, domain in rows(statement)
    ]


def goals_with_agency(services: frozenset[str]) -> frozenset[str]:
    """The ids of goals with an action that names an outside agency, as the record stands today."""
    if not services:
        return frozenset()
    view, goal, row = scope(services, None), chain(Goal), GoalAction
    statement = (
        select(Goal.id)
        .join(goal, goal.root_id == Goal.root_id)
        .join(row, row.goal_id == goal.id)
        .where(view.mine(Goal), view.mine(row), func.trim(func.coalesce(row.agency, "")) != "")
        .distinct()
        .order_by(Goal.id)
    )
    return frozenset(id_ for (id_,) in rows(statement))


def plans(view: Scope, goals_of: Goals) -> Mapping[str, tuple[facts.Plan, ...]]:
    """Versions of the plan by episode; what was filled in later is not seen before it was recorded."""
    episode, row = chain(Episode), CarePlan
    by_plan = grouped((parent, goal) for parent, _, goal in goals_of)
    statement = (
        select(episode.root_id, row.root_id, row.id, row.version)
        .add_columns(view.filled(row.agreed_on, row.agreed_at), view.filled(row.agreement, row.agreed_at))
        .add_columns(view.filled(row.copy_offered_on, row.offered_at))
        .join(episode, view.below(episode, row.episode_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (parent, facts.Plan(id_, version, on, agreement and Agreement(agreement), offered_on, by_plan[root]))
        for parent, root, id_, version, on, agreement, offered_on in rows(statement)
    )


def outcomes(view: Scope, goals_of: Goals) -> Mapping[str, dict[str, GoalStatus]]:
    """Statuses by goal id, by root of the review."""
    review, goal, row = chain(CarePlanReview), chain(Goal), GoalOutcome
    ids = {root: fact.id for _, root, fact in goals_of}
    statement = (
        select(review.root_id, goal.root_id, row.status)
        .join(review, view.below(review, row.review_id))
        .join(goal, view.below(goal, row.goal_id))
        .where(row.service_id.in_(view.services), view.live(row))
        .order_by(row.review_id, row.goal_id)
    )
    result = grouped(
        (parent, (ids[root], STATUSES[status])) for parent, root, status in rows(statement) if root in ids
    )
    return {parent: dict(pairs) for parent, pairs in result.items()}


def reviews(view: Scope, goals_of: Goals) -> Mapping[str, tuple[facts.Review, ...]]:
    """Reviews, held or attempted, by episode."""
    episode, row, results = chain(Episode), CarePlanReview, outcomes(view, goals_of)
    statement = (
        select(episode.root_id, row.root_id, row.id, row.reviewed_on, row.held)
        .join(episode, view.below(episode, row.episode_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (parent, facts.Review(id_, on, current, results.get(root, {})))
        for parent, root, id_, on, current in rows(statement)
    )
