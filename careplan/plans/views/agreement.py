"""Checking a draft, agreeing it with the client, offering a copy."""

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import render_template
from flask.typing import ResponseReturnValue

from careplan.clients.doors import opens_record
from careplan.ground.clock import today
from careplan.plans.actions.agreeing import Agreed
from careplan.plans.actions.agreeing import agree as agree_plan
from careplan.plans.actions.agreeing import offer_copy as offer
from careplan.plans.codes import AgreedHow, Copy
from careplan.plans.forms.agreement import AgreeForm, CopyForm
from careplan.plans.pages.content import content
from careplan.plans.pages.gaps import gap_lines
from careplan.plans.pages.links import Links
from careplan.plans.pages.proposals import after_agreeing
from careplan.plans.queries import clock
from careplan.plans.queries.weighing import latest_risk
from careplan.plans.queries.whole import whole
from careplan.plans.rules.completeness import risk_is_recent
from careplan.plans.rules.standard import SCHEDULE
from careplan.plans.views.room import bp, ended, fixed, kept, moved_on, page, the_plan, told
from careplan.staff.doors import actor, needs, services
from careplan.staff.rules import Permission

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/record/<episode_id>/care-plan/<plan_id>/check")
@needs(Permission.WRITE_PLAN)
@opens_record
def check(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """The whole draft to be checked, with what it still lacks."""
    plan = the_plan(episode, plan_id)
    links = Links(episode.id, plan.id)
    if refused := fixed(episode, plan, None, links):
        return refused
    every = whole(services(), episode, plan, today())
    risk = latest_risk(services(), episode)
    return render_template(
        "plans/check.html",
        plan=plan,
        links=links,
        content=content(every),
        gaps=gap_lines(every.gaps(), links),
        risk_on=risk[1] if risk else None,
        risk_recent=risk_is_recent(risk[1] if risk else None, today(), SCHEDULE.on(today())),
    )


@bp.route("/record/<episode_id>/care-plan/<plan_id>/agree", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def agree(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """Record how the client answered; from then on the version is fixed."""
    plan = the_plan(episode, plan_id)
    links, form = Links(episode.id, plan.id), AgreeForm(data={"agreed_on": today()})
    if refused := fixed(episode, plan, form, links):
        return refused
    every = whole(services(), episode, plan, today())
    if every.gaps():
        return told("The plan is not complete yet.", links.to(".check"))
    about = _measured(episode, plan.drafted_on, form)
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.seen.data = plan.edited
        return page("agree", form, plan=plan, links=links, **about)
    if refused := moved_on(plan, form, plan, links):
        return refused
    agreed, risk = _agreed(form), about["risk"]
    agree_plan(
        by=actor(), episode=episode, plan=plan, agreed=agreed, facts=every.facts(), risk=risk, today=today()
    )
    return kept("Care plan agreed. Now offer a copy.", links.to(".offer_copy"))


def _measured(episode: "Episode", drafted_on: date, form: AgreeForm) -> dict[str, Any]:
    """What the form is measured against on the day that was entered: the risk assessment, the review clock."""
    on = form.agreed_on.data or today()
    risk = latest_risk(services(), episode)
    proposal = after_agreeing(clock(services(), [episode.id], today())[episode.id], on)
    risk_needed = not risk_is_recent(risk[1] if risk else None, on, SCHEDULE.on(on))
    form.about(drafted_on, proposal.latest, risk_needed)
    form.died_on = episode.client.deceased_on
    if not form.is_submitted() and form.next_due_on.data is None:
        form.next_due_on.process_data(proposal.on)
    return {"risk": risk, "risk_needed": risk_needed, "proposal": proposal}


def _agreed(form: AgreeForm) -> Agreed:
    how = AgreedHow(form.how.data)
    return Agreed(
        on=form.agreed_on.data,
        how=how,
        next_due_on=form.next_due_on.data,
        next_review=form.next_review.data,
        signed_name=form.signed_name.data if how is AgreedHow.ON_SCREEN else None,
        note=form.note,
        no_risk_reason=form.no_risk_reason.data,
    )


@bp.route("/record/<episode_id>/care-plan/<plan_id>/copy", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def offer_copy(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """Record that the client was offered a copy; it is filled once."""
    plan = the_plan(episode, plan_id)
    links, form = Links(episode.id, plan.id), CopyForm(data={"offered_on": today()})
    form.about(plan.drafted_on, episode.client.deceased_on)
    if refused := ended(episode, links.overview, form, plan):
        return refused
    if plan.agreed_on is None or plan.copy_offered_on is not None:
        return told("The offer of a copy is recorded once, for an agreed plan.", links.plan)
    if not form.validate_on_submit():
        return page("copy", form, plan=plan, links=links)
    taken, on = Copy(form.taken.data), form.offered_on.data
    offer(by=actor(), episode=episode, plan=plan, offered_on=on, taken=taken, today=today())
    return kept("Offer of a copy recorded.", links.overview)
