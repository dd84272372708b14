"""Care plans with goals, reviews with outcomes, by root of the episode."""

from collections.abc import Mapping

from sqlalchemy import func, select

from careplan.audit.review.queries.seen import Seen, chain, grouped, made, rows, seen
from careplan.audit.review.rules import facts
from careplan.clients.models import Episode
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome

Goals = list[tuple[str, str, facts.Goal]]


def goals(seen: Seen) -> Goals:
    """Goals with the root of their plan and their own root."""
    plan, row = chain(CarePlan), Goal
    statement = (
        select(
            plan.root_id,
            row.root_id,
            row.id,
            row.status,
            row.measure,
            row.target_on,
            row.responsible,
            row.need_item,
            row.domain,
        )
        .join(plan, seen.below(plan, row.care_plan_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return [(parent, root, facts.Goal(*columns)) for parent, root, *columns in rows(statement)]


def goals_with_agency(services: frozenset[str]) -> frozenset[str]:
    """The ids of goals with an action that names an outside agency, as the record stands today."""
    if not services:
        return frozenset()
    view, goal, row = seen(services, None), chain(Goal), GoalAction
    statement = (
        select(Goal.id)
        .join(goal, goal.root_id == Goal.root_id)
        .join(row, row.goal_id == goal.id)
        .where(view.mine(Goal), view.mine(row), func.trim(func.coalesce(row.agency, "")) != "")
        .distinct()
        .order_by(Goal.id)
    )
    return frozenset(id_ for (id_,) in rows(statement))


def plans(seen: Seen, goals_of: Goals) -> Mapping[str, tuple[facts.Plan, ...]]:
    """Versions of the plan by episode; what was filled in later is not seen before it was recorded."""
    episode, row = chain(Episode), CarePlan
    by_plan = grouped((parent, goal) for parent, _, goal in goals_of)
    statement = (
        select(episode.root_id, row.root_id, row.id, row.version)
        .add_columns(seen.filled(row.agreed_on, row.agreed_at), seen.filled(row.agreement, row.agreed_at))
        .add_columns(seen.filled(row.copy_offered_on, row.offered_at))
        .join(episode, seen.below(episode, row.episode_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (parent, made(facts.Plan, columns, goals=by_plan[root])) for parent, root, *columns in rows(statement)
    )


def outcomes(seen: Seen, goals_of: Goals) -> Mapping[str, dict[str, str]]:
    """Statuses by goal id, by root of the review."""
    review, goal, row = chain(CarePlanReview), chain(Goal), GoalOutcome
    ids = {root: fact.id for _, root, fact in goals_of}
    statement = (
        select(review.root_id, goal.root_id, row.status)
        .join(review, seen.below(review, row.review_id))
        .join(goal, seen.below(goal, row.goal_id))
        .where(row.service_id.in_(seen.services), seen.entered(row))
        .order_by(row.review_id, row.goal_id)
    )
    found = grouped((parent, (ids[root], status)) for parent, root, status in rows(statement) if root in ids)
    return {parent: dict(pairs) for parent, pairs in found.items()}


def reviews(seen: Seen, goals_of: Goals) -> Mapping[str, tuple[facts.Review, ...]]:
    """Reviews, held or attempted, by episode."""
    episode, row, results = chain(Episode), CarePlanReview, outcomes(seen, goals_of)
    statement = (
        select(episode.root_id, row.root_id, row.id, row.reviewed_on, row.held)
        .join(episode, seen.below(episode, row.episode_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (parent, made(facts.Review, columns, outcomes=results.get(root, {})))
        for parent, root, *columns in rows(statement)
    )
