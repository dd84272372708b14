"""Writing a plan: start a version, say it in own words, plan for difficult times."""

from typing import TYPE_CHECKING, Any

from flask import redirect
from flask.typing import ResponseReturnValue

from careplan.clients.doors import opens_record
from careplan.ground.clock import today
from careplan.plans.actions import drafts
from careplan.plans.codes import PlanKind
from careplan.plans.forms.parts import ContingencyForm, DisengagementForm, OwnWordsForm, StartForm
from careplan.plans.pages.links import Links
from careplan.plans.queries.leaving import ended_on
from careplan.plans.queries.versions import counted, goals, versions
from careplan.plans.rules.versions import active, draft
from careplan.plans.views.room import bp, fixed, kept, moved_on, page, the_plan, told, values_of
from careplan.staff.doors import actor, needs, services
from careplan.staff.rules import Permission

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.route("/record/<episode_id>/care-plan/new", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def start(episode: "Episode") -> ResponseReturnValue:
    """Begin a version; a second one starts with what the agreed one says."""
    listed = versions(services(), episode)
    facts = counted(services(), listed)
    if written := draft(facts):
        return redirect(Links(episode.id, written.id).plan, 303)
    if ended_on(episode) is not None:
        return told("The episode has ended. A plan is written in an open one.", Links(episode.id).overview)
    holds = active(facts, today())
    old = next((one for one in listed if holds and one.id == holds.id), None)
    form = StartForm(data={"kind": old.kind if old else PlanKind.INITIAL, "drafted_on": today()})
    form.about(episode.referred_on)
    if not form.validate_on_submit():
        return page("start", form, old=old, links=Links(episode.id))
    plan = drafts.start(
        by=actor(),
        episode=episode,
        kind=PlanKind(form.kind.data),
        drafted_on=form.drafted_on.data,
        old=old,
        goals=goals(services(), old, today()) if old else (),
    )
    return kept(f"Version {plan.version} started.", Links(episode.id, plan.id).plan)


def _part(episode: "Episode", plan_id: str, kind: type[Any], title: str) -> ResponseReturnValue:
    """One part of a draft: shown as it stands, saved by version."""
    plan = the_plan(episode, plan_id)
    links, form = Links(episode.id, plan.id), kind(obj=plan)
    if refused := fixed(episode, plan, form, links):
        return refused
    names = [field.name for field in form.shown_fields]
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.seen.data = plan.edited
        return page("part", form, plan=plan, links=links, title=title)
    if refused := moved_on(plan, form, plan, links):
        return refused
    drafts.save(by=actor(), episode=episode, plan=plan, values=values_of(form, names))
    return kept(f"{title} saved.", links.plan)


@bp.route("/record/<episode_id>/care-plan/<plan_id>/own-words", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def own_words(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """What the client says."""
    return _part(episode, plan_id, OwnWordsForm, "What the client says")


@bp.route("/record/<episode_id>/care-plan/<plan_id>/contingency", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def contingency(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """What happens if things get difficult."""
    return _part(episode, plan_id, ContingencyForm, "Plan for difficult times")


@bp.route("/record/<episode_id>/care-plan/<plan_id>/losing-touch", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def disengagement(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """What happens when contact is lost."""
    return _part(episode, plan_id, DisengagementForm, "Plan for losing touch")
