"""Goals of a draft and who does what for them; an action is ticked off once, in whatever plan it stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete

from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.plans.actions.drafts import ACTION_PARTS, GOAL_PARTS, Refused, must_be_draft, noted, touch
from careplan.plans.codes import GoalStatus
from careplan.plans.models import CarePlan, Goal, GoalAction
from careplan.staff.rules import Actor


def save_goal(
    *, by: Actor, episode: Episode, plan: CarePlan, goal: Goal | None, values: Mapping[str, Any]
) -> Goal:
    """Write a goal into a draft, or change one of its goals."""
    must_be_draft(episode, plan)
    parts = {part: values[part] for part in GOAL_PARTS}
    verb = "goal.added" if goal is None else "goal.changed"
    if goal is None:
        goal = Goal(
            care_plan_id=plan.root_id,
            service_id=plan.service_id,
            recorded_by=by.id,
            status=GoalStatus.OPEN.value,
            **parts,
        )
        db.session.add(goal)
    for part, value in parts.items():
        setattr(goal, part, value)
    touch(plan)
    db.session.flush()
    detail = {"version": plan.version, "domain": goal.domain}
    noted(verb, by=by, episode=episode, subject=f"goals:{goal.id}", detail=detail)
    db.session.flush()
    return goal


def remove_goal(*, by: Actor, episode: Episode, plan: CarePlan, goal: Goal) -> None:
    """Take a mistaken goal, with its actions, out of a draft: nothing of it was ever agreed."""
    must_be_draft(episode, plan)
    detail = {"version": plan.version, "domain": goal.domain}
    noted("goal.removed", by=by, episode=episode, subject=f"goals:{goal.id}", detail=detail)
    db.session.execute(delete(GoalAction).where(GoalAction.goal_id == goal.root_id))
    db.session.delete(goal)
    touch(plan)
    db.session.flush()


def save_action(
    *,
    by: Actor,
    episode: Episode,
    plan: CarePlan,
    goal: Goal,
    action: GoalAction | None,
    values: Mapping[str, Any],
) -> GoalAction:
    """Write down who does what for a goal of a draft, or change it."""
    must_be_draft(episode, plan)
    parts = {part: values[part] for part in ACTION_PARTS}
    verb = "goal_action.added" if action is None else "goal_action.changed"
    if action is None:
        action = GoalAction(goal_id=goal.root_id, service_id=plan.service_id, recorded_by=by.id, **parts)
        db.session.add(action)
    for part, value in parts.items():
        setattr(action, part, value)
    touch(plan)
    db.session.flush()
    noted(verb, by=by, episode=episode, subject=f"goal_actions:{action.id}", detail={"version": plan.version})
    db.session.flush()
    return action


def remove_action(*, by: Actor, episode: Episode, plan: CarePlan, action: GoalAction) -> None:
    """Take a mistaken action out of a draft."""
    must_be_draft(episode, plan)
    detail = {"version": plan.version}
    noted("goal_action.removed", by=by, episode=episode, subject=f"goal_actions:{action.id}", detail=detail)
    db.session.delete(action)
    touch(plan)
    db.session.flush()


def finish_action(
    *, by: Actor, episode: Episode, plan: CarePlan, action: GoalAction, done_on: date, today: date
) -> None:
    """Fill once the day an action of an agreed plan was done, from the day of its draft up to today."""
    if plan.agreed_on is None or action.done_on is not None:
        raise Refused("only an open action of an agreed plan can be done")
    if not plan.drafted_on <= done_on <= today:
        raise Refused("the day lies before the plan or in the future")
    action.done_on, action.done_at, action.done_by = done_on, now(), by.id
    noted("goal_action.done", by=by, episode=episode, subject=f"goal_actions:{action.id}")
    db.session.flush()
