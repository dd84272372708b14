"""An agreed plan with a review, and a draft."""

from careplan.ground.clock import now
from tests.factories import plans
from tests.furniture.base import World

SERIES = {"plans.hold_review"}

WALK = {
    ("plans.offer_copy", "plan_id"): "agreed_plan_id",
    ("plans.changes", "earlier_id"): "agreed_plan_id",
    ("plans.print_copy", "plan_id"): "agreed_plan_id",
    ("plans.action_done", "plan_id"): "agreed_plan_id",
    ("plans.action_done", "action_id"): "agreed_action_id",
}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    agreed = world.made(
        plans.CarePlanFactory,
        episode=world.episode,
        version=1,
        drafted_on=world.ago(160),
        agreed_on=None,
        agreement=None,
        copy_offered_on=None,
        copy_taken=None,
        risk_assessment_id=world.ids["risk_id"],
    )
    goal = world.made(plans.GoalFactory, plan=agreed)
    action = world.made(plans.GoalActionFactory, goal=goal, due_on=world.now, done_on=None)
    world.made(plans.LostTouchStepFactory, plan=agreed)
    world.made(plans.PlanOptionFactory, plan=agreed)
    agreed.agreed_on, agreed.agreement = world.ago(150), "signed"
    agreed.agreed_at, agreed.agreed_by = now(), world.worker_id
    review = world.made(
        plans.CarePlanReviewFactory, episode=world.episode, reviewed_on=world.ago(70), next_due_on=world.now
    )
    plans.GoalOutcomeFactory(
        review_id=review.id,
        goal_id=goal.id,
        service_id=world.episode.service_id,
        client_view=f"{world.word} goal_outcomes client_view",
    )
    draft = world.made(
        plans.CarePlanFactory,
        episode=world.episode,
        version=2,
        drafted_on=world.now,
        agreed_on=None,
        agreement=None,
        copy_offered_on=None,
        copy_taken=None,
    )
    need = world.made(plans.NeedFactory, episode=world.episode)
    draft_goal = world.made(plans.GoalFactory, plan=draft)
    draft_action = world.made(plans.GoalActionFactory, goal=draft_goal, done_on=None)
    return {
        "agreed_plan_id": agreed.id,
        "plan_id": draft.id,
        "agreed_goal_id": goal.id,
        "goal_id": draft_goal.id,
        "agreed_action_id": action.id,
        "action_id": draft_action.id,
        "need_id": need.id,
        "review_id": review.id,
    }
