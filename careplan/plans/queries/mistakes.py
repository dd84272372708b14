"""What came with a plan or a review, and goes with it when it is struck out."""

from typing import Any

from sqlalchemy import select

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome


def of_plan(plan: CarePlan) -> list[Any]:
    """The live goals of a version and their live actions."""
    goals = db.session.scalars(
        select(Goal).where(Goal.care_plan_id == plan.root_id, Goal.service_id == plan.service_id, live(Goal))
        .order_by(Goal.id)
    ).all()  # fmt: skip
    actions = db.session.scalars(
        select(GoalAction)
        .where(GoalAction.goal_id.in_([goal.root_id for goal in goals]), live(GoalAction))
        .where(GoalAction.service_id == plan.service_id)
        .order_by(GoalAction.id)
    ).all()
    return [*goals, *actions]


def of_review(review: CarePlanReview) -> list[GoalOutcome]:
    """What a review said of each goal."""
    return list(
        db.session.scalars(
            select(GoalOutcome)
            .where(GoalOutcome.review_id == review.root_id, GoalOutcome.service_id == review.service_id)
            .where(live(GoalOutcome))
            .order_by(GoalOutcome.goal_id)
        )
    )
