"""Needs and goals of a draft, and who does what for them; ticking off what was done."""

from typing import TYPE_CHECKING, Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.plans.actions import drafts
from careplan.plans.codes import WRITE_PLAN
from careplan.plans.forms.agreement import DoneForm
from careplan.plans.forms.parts import ActionForm, GoalForm, RemoveForm
from careplan.plans.pages.content import Links
from careplan.plans.queries import versions
from careplan.plans.queries import whole as weighing
from careplan.plans.views.room import ended, fixed, moved_on, page, record, the_goal, the_plan, values_of
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.plans.models import CarePlan, Goal, GoalAction


@record.form("/care-plan/<plan_id>/goals/add", WRITE_PLAN)
def add_goal(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """A new goal, under the need that the link names."""
    plan = the_plan(episode, plan_id)
    need = weighing.need(services(), episode, request.args.get("need", ""))
    form = GoalForm(data={"need": need.root_id, "domain": need.domain} if need else {})
    return _goal(episode, plan, None, form)


@record.form("/care-plan/<plan_id>/goals/<goal_id>", WRITE_PLAN)
def edit_goal(episode: "Episode", plan_id: str, goal_id: str) -> ResponseReturnValue:
    """Change a goal of a draft."""
    plan = the_plan(episode, plan_id)
    goal = the_goal(plan, goal_id)
    return _goal(episode, plan, goal, GoalForm(obj=goal, data={"need": goal.need_id}))


def _goal(episode: "Episode", plan: "CarePlan", goal: "Goal | None", form: Any) -> ResponseReturnValue:
    links = Links(episode.id, plan.id)
    listed = weighing.needs(services(), episode)
    form.need.choices = {one.root_id: one.words for one in listed}
    if refused := fixed(episode, plan, form, links):
        return refused
    if not form.validate_on_submit():
        return page("goal", form, seen=plan.edited, plan=plan, links=links, goal=goal)
    if goal is not None and (refused := moved_on(plan, form, goal, links)):
        return refused
    need = next((one for one in listed if one.root_id == form.need.data), None)
    values = values_of(form) | {"need_id": form.need.data, "need_item": need.item if need else None}
    saved = drafts.save_goal(by=actor(), episode=episode, plan=plan, goal=goal, values=values)
    to = links.to(".add_action", goal_id=saved.root_id) if goal is None else links.plan
    return kept("Goal saved." if goal else "Goal saved. Now say who does what for it.", to)


@record.form("/care-plan/<plan_id>/goals/<goal_id>/remove", WRITE_PLAN)
def remove_goal(episode: "Episode", plan_id: str, goal_id: str) -> ResponseReturnValue:
    """Take a mistaken goal out of a draft, after asking."""
    plan = the_plan(episode, plan_id)
    goal, links, form = the_goal(plan, goal_id), Links(episode.id, plan.id), RemoveForm()
    if refused := fixed(episode, plan, None, links):
        return refused
    if not form.validate_on_submit():
        return page("remove", form, plan=plan, links=links, words=goal.wording, what="goal")
    drafts.remove_goal(by=actor(), episode=episode, plan=plan, goal=goal)
    return kept("Goal removed.", links.plan)


@record.form("/care-plan/<plan_id>/goals/<goal_id>/actions/add", WRITE_PLAN)
def add_action(episode: "Episode", plan_id: str, goal_id: str) -> ResponseReturnValue:
    """Who does what for a goal."""
    plan = the_plan(episode, plan_id)
    return _action(episode, plan, the_goal(plan, goal_id), None)


@record.form("/care-plan/<plan_id>/actions/<action_id>", WRITE_PLAN)
def edit_action(episode: "Episode", plan_id: str, action_id: str) -> ResponseReturnValue:
    """Change an action of a draft."""
    plan = the_plan(episode, plan_id)
    action, goal = _action_of(episode, plan, action_id)
    return _action(episode, plan, goal, action)


def _action_of(episode: "Episode", plan: "CarePlan", action_id: str) -> "tuple[GoalAction, Goal]":
    row = versions.action(services(), episode, action_id)
    if row is None or row[2].id != plan.id:
        abort(404)
    return row[0], row[1]


def _action(
    episode: "Episode", plan: "CarePlan", goal: "Goal", action: "GoalAction | None"
) -> ResponseReturnValue:
    links, form = Links(episode.id, plan.id), ActionForm(obj=action)
    if refused := fixed(episode, plan, form, links):
        return refused
    if not form.validate_on_submit():
        return page("action", form, seen=plan.edited, plan=plan, links=links, goal=goal, action=action)
    if action is not None and (refused := moved_on(plan, form, action, links)):
        return refused
    drafts.save_action(
        by=actor(), episode=episode, plan=plan, goal=goal, action=action, values=values_of(form)
    )
    return kept("Action saved.", links.plan)


@record.form("/care-plan/<plan_id>/actions/<action_id>/remove", WRITE_PLAN)
def remove_action(episode: "Episode", plan_id: str, action_id: str) -> ResponseReturnValue:
    """Take a mistaken action out of a draft, after asking."""
    plan = the_plan(episode, plan_id)
    (action, _), links, form = _action_of(episode, plan, action_id), Links(episode.id, plan.id), RemoveForm()
    if refused := fixed(episode, plan, None, links):
        return refused
    if not form.validate_on_submit():
        return page("remove", form, plan=plan, links=links, words=action.action, what="action")
    drafts.remove_action(by=actor(), episode=episode, plan=plan, action=action)
    return kept("Action removed.", links.plan)


@record.form("/care-plan/<plan_id>/actions/<action_id>/done", WRITE_PLAN)
def action_done(episode: "Episode", plan_id: str, action_id: str) -> ResponseReturnValue:
    """Tick off what was done; it is filled once."""
    plan = the_plan(episode, plan_id)
    (action, goal), links = _action_of(episode, plan, action_id), Links(episode.id, plan.id)
    form = DoneForm(data={"done_on": today()})
    if refused := ended(episode, links.overview, form, action):
        return refused
    if plan.agreed_on is None or action.done_on is not None:
        return told("This action is done already." if action.done_on else "Agree the plan first.", links.plan)
    form.about(plan.drafted_on, episode.client.deceased_on)
    if not form.validate_on_submit():
        return page("done", form, plan=plan, links=links, goal=goal, action=action)
    done = {"action": action, "done_on": form.done_on.data, "today": today()}
    drafts.finish_action(by=actor(), episode=episode, plan=plan, **done)
    return kept("Action done.", links.overview)
