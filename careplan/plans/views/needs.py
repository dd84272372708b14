"""Needs: those the assessments ticked are weighed in one go; others are added and changed one by one."""

from typing import TYPE_CHECKING, Any

from flask import abort
from flask.typing import ResponseReturnValue

from careplan.clients.doors import opens_record
from careplan.ground.clock import today
from careplan.plans.actions import drafts
from careplan.plans.forms.parts import NeedForm, sort_form
from careplan.plans.pages.differences import differences
from careplan.plans.pages.links import Links
from careplan.plans.pages.sources import source_line, weighed_since
from careplan.plans.queries.weighing import need
from careplan.plans.queries.whole import whole
from careplan.plans.views.room import bp, fixed, kept, page, the_plan, values_of
from careplan.staff import doors
from careplan.staff.doors import actor, services
from careplan.staff.rules import Permission
from careplan.ui.frame import stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.plans.rules.needs import Ticked

PARTS = ("words", "domain", "priority", "wants_help", "not_now_reason")


@bp.route("/record/<episode_id>/care-plan/<plan_id>/needs", methods=["GET", "POST"])
@doors.needs(Permission.WRITE_PLAN)
@opens_record
def sort_needs(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """Weigh the needs that the assessments ticked; those left empty wait."""
    plan = the_plan(episode, plan_id)
    links, every = Links(episode.id, plan.id), whole(services(), episode, plan, today())
    form = sort_form(every.ticked)()
    if refused := fixed(episode, plan, form, links):
        return refused
    weighed = [one for one in every.unweighed() if form[f"priority_{one.item}"].data]
    if form.is_submitted() and form.differs(every.last_need):
        theirs = {need.item: need for need in every.needs if need.item}
        lines = weighed_since(every.ticked, theirs, form)
        return stale(form, lines, back=links.to(".sort_needs"), seen=every.last_need)
    if not form.validate_on_submit() or not weighed:
        form.seen.data = every.last_need
        waiting = [(one, source_line(one)) for one in every.unweighed()]
        return page("needs", form, plan=plan, links=links, waiting=waiting)
    for one in weighed:
        drafts.weigh(by=actor(), episode=episode, need=None, values=_weighed(one, form))
    return kept("Needs weighed.", links.plan)


def _weighed(one: "Ticked", form: Any) -> dict[str, Any]:
    answers = {"priority": form[f"priority_{one.item}"].data, "wants_help": form[f"help_{one.item}"].data}
    words = form[f"words_{one.item}"].data or one.words
    return {"item": one.item, "words": words, "domain": one.domain.value, **answers}


@bp.route("/record/<episode_id>/care-plan/<plan_id>/needs/add", methods=["GET", "POST"])
@doors.needs(Permission.WRITE_PLAN)
@opens_record
def add_need(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """A need that no assessment ticked."""
    plan = the_plan(episode, plan_id)
    links, form = Links(episode.id, plan.id), NeedForm()
    if refused := fixed(episode, plan, form, links, None):
        return refused
    if not form.validate_on_submit():
        return page("need", form, plan=plan, links=links, need=None)
    drafts.weigh(by=actor(), episode=episode, need=None, values=values_of(form, PARTS))
    return kept("Need added.", links.plan)


@bp.route("/record/<episode_id>/care-plan/<plan_id>/needs/<need_id>", methods=["GET", "POST"])
@doors.needs(Permission.WRITE_PLAN)
@opens_record
def edit_need(episode: "Episode", plan_id: str, need_id: str) -> ResponseReturnValue:
    """Weigh a need again; what was said before stays in the record."""
    plan, result = the_plan(episode, plan_id), need(services(), episode, need_id) or abort(404)
    links, form = Links(episode.id, plan.id), NeedForm(obj=result)
    if refused := fixed(episode, plan, form, links, result):
        return refused
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.seen.data = result.id
        return page("need", form, plan=plan, links=links, need=result)
    if form.differs(result.id):
        return stale(form, differences(form, result), back=links.plan, seen=result.id)
    values = values_of(form, PARTS) | {"item": result.item}
    drafts.weigh(by=actor(), episode=episode, need=result, values=values)
    return kept("Need saved.", links.plan)
