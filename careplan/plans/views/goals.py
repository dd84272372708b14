"""Goals of a draft, and who does what for them; ticking off what was done."""

from typing import TYPE_CHECKING

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from careplan.clients.registers.views import mount
from careplan.ground.clock import today
from careplan.plans.actions import drafts
from careplan.plans.codes import WRITE_PLAN
from careplan.plans.forms.agreement import DoneForm
from careplan.plans.forms.goals import ActionForm, RemoveForm, rows_sent
from careplan.plans.pages import goals as pages
from careplan.plans.pages.content import Links
from careplan.plans.pages.wordings import offers, tables, wordings
from careplan.plans.queries import versions
from careplan.plans.queries.whole import whole
from careplan.plans.registers import GOAL_WORDINGS, OFFERS
from careplan.plans.views.room import (
    after,
    bp,
    ended,
    fixed,
    moved_on,
    page,
    record,
    the_goal,
    the_plan,
    values_of,
)
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, stale, told
from careplan.ui.words import counted

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.plans.forms.goals import GoalsForm
    from careplan.plans.models import CarePlan, Goal, GoalAction
    from careplan.plans.queries.whole import Whole

mount(bp, GOAL_WORDINGS, "/care-plans/of/<service_id>", tables=tables)
mount(bp, OFFERS, "/care-plans/of/<service_id>", tables=offers)


@record.form("/care-plan/<plan_id>/goals", WRITE_PLAN)
def goals(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """All goals of a draft as rows, with a row for each need that waits for one; several are saved at once."""
    plan = the_plan(episode, plan_id)
    links, every = Links(episode.id, plan.id), whole(services(), episode, plan, today())
    sent = rows_sent(request.form or g.get("draft_payload") or {})
    form = pages.rows_form(every, sent, who=f"{episode.client.first_name} and {actor().name}")
    over = plan.agreed_on is not None or episode.closed_on is not None
    if form.is_submitted() and (over or form.differs(plan.edited)):
        back, seen = (links.plan, None) if over else (links.to(".goals"), plan.edited)
        return stale(form, pages.changed(form, every), back=back, seen=seen)
    if refused := fixed(episode, plan, None, links):
        return refused
    if not form.validate_on_submit():
        offered = wordings(services(), episode.service_id, today())
        shown = {"rows": pages.shown(form, every, offered), "beside": pages.beside(every)}
        shown |= {"wordings": offered, "service_id": episode.service_id}
        return page("goal-rows", form, seen=plan.edited, plan=plan, links=links, **shown)
    changed = _save_rows(episode, every, form)
    words = f"{counted(changed, 'goal')} saved." if changed else "Nothing was changed."
    more = request.form.get("then") == "more"
    return kept(words, links.to(".goals") if more else after(links, ".contingency"))


def _save_rows(episode: "Episode", every: "Whole", form: "GoalsForm") -> int:
    """Write what was entered: new goals, changed ones, and who does what; answers how many goals that were."""
    by, plan, changed = actor(), every.plan, 0
    mine = {one.goal.root_id: one for one in every.goals}
    for row in form.begun:
        saved = mine.get(row.goal_id)
        goal = None if saved is None else saved.goal
        values = row.goal | pages.need_parts(row, saved, every)
        differs = goal is None or any(getattr(goal, name) != value for name, value in values.items())
        changed += bool(differs or row.action)
        if differs:
            goal = drafts.save_goal(by=by, episode=episode, plan=plan, goal=goal, values=values)
        if goal is not None and (step := row.action):
            drafts.save_action(by=by, episode=episode, plan=plan, goal=goal, action=None, values=step)
    return changed


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


@record.form("/care-plan/<plan_id>/actions/<action_id>", WRITE_PLAN)
def edit_action(episode: "Episode", plan_id: str, action_id: str) -> ResponseReturnValue:
    """Change an action of a draft."""
    plan = the_plan(episode, plan_id)
    action, goal = _action_of(episode, plan, action_id)
    links, form = Links(episode.id, plan.id), ActionForm(obj=action)
    if refused := fixed(episode, plan, form, links):
        return refused
    if not form.validate_on_submit():
        return page("action", form, seen=plan.edited, plan=plan, links=links, goal=goal, action=action)
    if refused := moved_on(plan, form, action, links):
        return refused
    values = values_of(form)
    drafts.save_action(by=actor(), episode=episode, plan=plan, goal=goal, action=action, values=values)
    return kept("Action saved.", links.plan)


def _action_of(episode: "Episode", plan: "CarePlan", action_id: str) -> "tuple[GoalAction, Goal]":
    row = versions.action(services(), episode, action_id)
    if row is None or row[2].id != plan.id:
        abort(404)
    return row[0], row[1]


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
