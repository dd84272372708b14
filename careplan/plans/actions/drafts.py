"""Writing a plan: versions, parts, needs, goals and who does what; an action is ticked off once, in whatever plan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from careplan.clients.models import Episode
from careplan.clients.queries import lock
from careplan.ground.clock import now
from careplan.ground.corrections import live, supersede
from careplan.ground.db import db
from careplan.plans.codes import GoalStatus, PlanKind
from careplan.plans.models import CarePlan, Goal, GoalAction, LostTouchStep, Need, PlanOption
from careplan.plans.queries.versions import GoalInPlan
from careplan.plans.rules.versions import CARRIED_OVER
from careplan.staff.rules import Actor
from careplan.trail.actions import write

PARTS = (
    "own_words_declined",
    "matters_to_me",
    "strengths",
    "how_to_help",
    "not_wanted",
    "contingency",
    "disengagement",
    "information_given",
)
"""What a draft says beside needs and goals; a new version starts with the old one's words."""

GOAL_PARTS = (
    "domain",
    "wording",
    "need_item",
    "need_id",
    "measure",
    "target_on",
    "responsible",
    "disagreement",
)
ACTION_PARTS = ("action", "responsible", "agency", "due_on")


class Refused(ValueError):
    """The plan does not allow this; views ask the rules first, so a worker meets a sentence instead."""


def noted(verb: str, *, by: Actor, episode: Episode, row: Any, detail: dict[str, Any] | None = None) -> None:
    """Write what was done, with a trail entry about this episode."""
    db.session.flush()
    write(verb, by=by, subject=f"{row.__tablename__}:{row.id}", of=episode, detail=detail)
    db.session.flush()


def must_be_open(episode: Episode) -> None:
    """A closed episode takes no entries to its plan: Refused."""
    if episode.closed_on is not None:
        raise Refused("the episode is closed")


def must_be_draft(episode: Episode, plan: CarePlan) -> None:
    """An agreed plan is fixed, and so is every plan of a closed episode: Refused."""
    must_be_open(episode)
    if plan.agreed_on is not None:
        raise Refused("an agreed plan is fixed: a change is a new version")


def start(
    *,
    by: Actor,
    episode: Episode,
    kind: PlanKind,
    drafted_on: date,
    old: CarePlan | None = None,
    goals: Iterable[GoalInPlan] = (),
) -> CarePlan:
    """A draft as the next version; with `old`, its words and the goals that are not finished go over."""
    last = _last_version(episode)
    words = {} if old is None else {part: getattr(old, part) for part in PARTS}
    plan = CarePlan(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        recorded_by=by.id,
        version=last + 1,
        kind=kind.value,
        drafted_on=drafted_on,
        **words,
    )
    db.add(plan)
    for one in goals:
        if one.status in CARRIED_OVER:
            _carry_over(one, plan, by)
    if old is not None:
        _keep_steps(by, plan, [(one.way, one.after_days, one.whom) for one in old.steps])
        _keep_options(by, plan, [(one.option, one.words, one.answer, one.why) for one in old.options])
    detail = {"version": plan.version, "kind": plan.kind, "from_version": old.version if old else None}
    noted("care_plan.drafted", by=by, episode=episode, row=plan, detail=detail)
    return plan


def _last_version(episode: Episode) -> int:
    """The number of the newest version, 0 without one; the episode is locked, and a second draft Refused."""
    lock(episode)
    listed = (CarePlan.episode_id == episode.root_id, live(CarePlan))
    if db.session.scalar(select(func.count()).where(*listed, CarePlan.agreed_on.is_(None))):
        raise Refused("a draft is being written already")
    return db.session.scalar(select(func.max(CarePlan.version)).where(*listed)) or 0


def _carry_over(old: GoalInPlan, plan: CarePlan, by: Actor) -> None:
    """The goal, open, with what has not been done for it yet."""
    parts = {part: getattr(old.goal, part) for part in GOAL_PARTS}
    goal = _goal(by, plan, parts)
    db.session.flush()
    for action in old.actions:
        if action.done_on is None:
            _action(by, plan, goal, {part: getattr(action, part) for part in ACTION_PARTS})


def _goal(by: Actor, plan: CarePlan, parts: Mapping[str, Any]) -> Goal:
    mine = {"care_plan_id": plan.root_id, "service_id": plan.service_id, "recorded_by": by.id}
    goal = Goal(**mine, status=GoalStatus.OPEN.value, **parts)
    db.session.add(goal)
    return goal


def _action(by: Actor, plan: CarePlan, goal: Goal, parts: Mapping[str, Any]) -> GoalAction:
    mine = {"goal_id": goal.root_id, "service_id": plan.service_id, "recorded_by": by.id}
    action = GoalAction(**mine, **parts)
    db.session.add(action)
    return action


Step = tuple[str, int, str | None]
"""Way, days after the non-attendance, whom we may tell."""
Explained = tuple[str, str, str, str | None]
"""The treatment option, the words in which it was explained, what the client made of it, and why."""


def save(
    *,
    by: Actor,
    episode: Episode,
    plan: CarePlan,
    values: Mapping[str, Any],
    steps: Sequence[Step] | None = None,
    options: Sequence[Explained] | None = None,
) -> None:
    """Write parts of a draft, its `steps` when contact is lost, and the treatment `options` that were explained.

    The trail names the parts, never the words.
    """
    must_be_draft(episode, plan)
    unknown = set(values) - set(PARTS)
    if unknown:
        raise Refused(f"no part of a plan: {', '.join(sorted(unknown))}")
    for part, value in values.items():
        setattr(plan, part, value)
    if steps is not None:
        _keep_steps(by, plan, steps)
    if options is not None:
        _keep_options(by, plan, options)
    touch(plan)
    detail = {"parts": sorted(values), "edited": plan.edited}
    noted("care_plan.written", by=by, episode=episode, row=plan, detail=detail)


def _keep_steps(by: Actor, plan: CarePlan, steps: Iterable[Step]) -> None:
    """These steps in the place of those of the draft."""
    for row in plan.steps:
        db.session.delete(row)
    mine = {"care_plan_id": plan.root_id, "service_id": plan.service_id, "recorded_by": by.id}
    for place, (way, after_days, whom) in enumerate(steps, 1):
        db.session.add(LostTouchStep(place=place, way=way, after_days=after_days, whom=whom, **mine))
    db.session.flush()
    db.session.expire(plan, ["steps"])


def _keep_options(by: Actor, plan: CarePlan, options: Iterable[Explained]) -> None:
    """These treatment options in the place of those of the draft."""
    for row in plan.options:
        db.session.delete(row)
    mine = {"care_plan_id": plan.root_id, "service_id": plan.service_id, "recorded_by": by.id}
    for place, (option, words, answer, why) in enumerate(options, 1):
        db.session.add(PlanOption(place=place, option=option, words=words, answer=answer, why=why, **mine))
    db.session.flush()
    db.session.expire(plan, ["options"])


def touch(plan: CarePlan) -> None:
    """Count an edit, so that a page shown earlier knows it is stale."""
    plan.edited += 1


def weigh(*, by: Actor, episode: Episode, need: Need | None, values: Mapping[str, Any]) -> Need:
    """Record what client and keyworker make of a need; an earlier weighing stays, corrected by this one."""
    must_be_open(episode)
    fresh = Need(episode_id=episode.root_id, service_id=episode.service_id, recorded_by=by.id, **dict(values))
    if need is not None:
        supersede(need, fresh, reason="weighed again")
    db.session.add(fresh)
    detail = {"item": fresh.item, "priority": fresh.priority, "wants_help": fresh.wants_help}
    noted("need.weighed", by=by, episode=episode, row=fresh, detail=detail)
    return fresh


def save_goal(
    *, by: Actor, episode: Episode, plan: CarePlan, goal: Goal | None, values: Mapping[str, Any]
) -> Goal:
    """Write a goal into a draft, or change one of its goals."""
    must_be_draft(episode, plan)
    parts = {part: values[part] for part in GOAL_PARTS}
    verb = "goal.added" if goal is None else "goal.changed"
    if goal is None:
        goal = _goal(by, plan, parts)
    for part, value in parts.items():
        setattr(goal, part, value)
    touch(plan)
    detail = {"version": plan.version, "domain": goal.domain}
    noted(verb, by=by, episode=episode, row=goal, detail=detail)
    return goal


def remove_goal(*, by: Actor, episode: Episode, plan: CarePlan, goal: Goal) -> None:
    """Take a mistaken goal, with its actions, out of a draft: nothing of it was ever agreed."""
    must_be_draft(episode, plan)
    detail = {"version": plan.version, "domain": goal.domain}
    noted("goal.removed", by=by, episode=episode, row=goal, detail=detail)
    mine = delete(GoalAction).where(GoalAction.goal_id == goal.root_id)
    db.session.execute(mine.execution_options(record_at=episode.service_id))
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
        action = _action(by, plan, goal, parts)
    for part, value in parts.items():
        setattr(action, part, value)
    touch(plan)
    noted(verb, by=by, episode=episode, row=action, detail={"version": plan.version})
    return action


def remove_action(*, by: Actor, episode: Episode, plan: CarePlan, action: GoalAction) -> None:
    """Take a mistaken action out of a draft."""
    must_be_draft(episode, plan)
    detail = {"version": plan.version}
    noted("goal_action.removed", by=by, episode=episode, row=action, detail=detail)
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
    noted("goal_action.done", by=by, episode=episode, row=action)
