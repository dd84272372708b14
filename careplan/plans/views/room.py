"""The blueprint that all pages of this room hang on, and what its views share."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.doors import RecordPages
from careplan.plans.pages.content import Links
from careplan.plans.pages.words import differences
from careplan.plans.queries.versions import goal, plan
from careplan.staff.doors import services
from careplan.ui.frame import stale, told
from careplan.ui.returning import offer
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.plans.models import CarePlan, Goal

bp = Blueprint("plans", __name__, template_folder="../templates")
record = RecordPages(bp)
bp.record(lambda state: offer(state.app, {"plans.leave": "Back to leaving treatment"}, frozenset()))


def the_plan(episode: "Episode", plan_id: str) -> "CarePlan":
    """The version of this episode's plan, locked when the request writes; else 404."""
    care_plan = plan(services(), episode, plan_id, lock=request.method == "POST")
    return care_plan or abort(404)


def the_goal(plan: "CarePlan", goal_id: str) -> "Goal":
    """A goal of this plan; else 404."""
    return goal(services(), plan, goal_id) or abort(404)


def page(template: str, form: Any, *, seen: object = None, **context: Any) -> ResponseReturnValue:
    """A form's page: 422 when it was sent and cannot be kept. `seen`: the version that it is first shown with."""
    if seen is not None and not form.is_submitted():
        form.seen.data = seen
    status = 422 if form.is_submitted() else 200
    return render_template(f"plans/{template}.html", form=form, **context), status


def ended(episode: "Episode", to: str, form: Any = None, row: object = None) -> ResponseReturnValue | None:
    """In a closed episode nothing is begun: the worker is told so, and what was typed meanwhile is shown."""
    if episode.closed_on is None:
        return None
    if form is not None and form.is_submitted():
        return stale(form, differences(form, row), back=to)
    words = f"This episode was closed on {day(episode.closed_on)}. Its care plan takes no more entries."
    return told(words, to)


def fixed(
    episode: "Episode", plan: "CarePlan", form: Any, links: Links, row: object = None
) -> ResponseReturnValue | None:
    """An agreed plan, or any of a closed episode, takes no change: told, with what was typed beside what stands."""
    if plan.agreed_on is None:
        return ended(episode, links.plan, form, plan if row is None else row)
    if form is not None and form.is_submitted():
        return stale(form, differences(form, plan if row is None else row), back=links.plan)
    return told("This plan is agreed and cannot be changed. Write a new version to change it.", links.plan)


def moved_on(plan: "CarePlan", form: Any, row: object, links: Links) -> ResponseReturnValue | None:
    """The 409 page when the draft was changed after the form was shown."""
    if not form.differs(plan.edited):
        return None
    return stale(form, differences(form, row), back=links.plan, seen=plan.edited)


def values_of(form: Any) -> dict[str, Any]:
    """What was entered, by the name of the field."""
    return {field.name: field.data for field in form.shown_fields}


def after(links: Links, onward: str) -> str:
    """Where a saved part of a draft leads: to the next part where that was pressed, else to the draft."""
    return links.to(onward) if request.form.get("then") == "onward" else links.plan
