"""The record's care plan page and each version: written, checked, agreed, offered as a copy."""

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.ground.clock import today
from careplan.people.queries import family
from careplan.plans.actions import drafts
from careplan.plans.actions.agreeing import Agreed
from careplan.plans.actions.agreeing import agree as agree_plan
from careplan.plans.actions.agreeing import offer_copy as offer
from careplan.plans.codes import WRITE_PLAN, AgreedHow, Copy, PlanKind
from careplan.plans.forms.agreement import AgreeForm, CopyForm
from careplan.plans.forms.options import options_form
from careplan.plans.forms.parts import ContingencyForm, StartForm
from careplan.plans.pages.beside import compared
from careplan.plans.pages.content import Links, content, gap_lines, options_saved, tasks, with_saved
from careplan.plans.pages.difficult import consents
from careplan.plans.pages.difficult import told as told_already
from careplan.plans.pages.overview import ask_alone_items, overview_page, paper
from careplan.plans.pages.picture import picture
from careplan.plans.pages.words import Proposal, after_agreeing, plan_rows
from careplan.plans.queries import clock
from careplan.plans.queries.leaving import ended_on
from careplan.plans.queries.versions import counted, goals, kind_to_write, versions
from careplan.plans.queries.whole import Whole, latest_risk, whole
from careplan.plans.queries.wordings import options as on_offer
from careplan.plans.rules.completeness import risk_is_recent
from careplan.plans.rules.standard import SCHEDULE
from careplan.plans.rules.versions import active, before, draft
from careplan.plans.views.room import after, ended, fixed, moved_on, page, record, the_plan, values_of
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.get("/care-plan", READ_RECORD)
def overview(episode: "Episode") -> ResponseReturnValue:
    """The plan that holds, its clock, what is missing, reviews and earlier versions."""
    shown = {
        "page": overview_page(services(), episode, today()),
        "family": family(services(), episode, today()),
        "sharing": consents(services(), episode, today()),
    }
    return render_template("plans/overview.html", episode=episode, **shown)


@record.get("/care-plan/<plan_id>", READ_RECORD)
def version(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """One version: a draft as its list of tasks, an agreed one as it was agreed."""
    plan = the_plan(episode, plan_id)
    links, every = Links(episode.id, plan.id), whole(services(), episode, plan, today())
    shown: dict[str, Any] = {"plan": plan, "links": links, "content": content(every)}
    shown["closed"] = episode.closed_on is not None
    shown["earlier"] = before(versions(services(), episode), plan.version)
    if plan.agreed_on is not None:
        shown["picture"] = picture(shown["content"])
        return render_template("plans/version.html", rows=plan_rows(plan), **shown)
    shown |= {"ready": not every.gaps(), "family": family(services(), episode, today())}
    return render_template("plans/draft.html", episode=episode, tasks=tasks(every, links), **shown)


@record.get("/care-plan/<plan_id>/changes/<earlier_id>", READ_RECORD)
def changes(episode: "Episode", plan_id: str, earlier_id: str) -> ResponseReturnValue:
    """Two versions side by side: what changed in needs, goals, actions, people and words, with days."""
    old, new = sorted((the_plan(episode, one) for one in (earlier_id, plan_id)), key=lambda one: one.version)
    links = Links(episode.id, new.id)
    if old.id == new.id:
        return redirect(links.plan, 303)
    tables, same = compared(*(whole(services(), episode, one, today()) for one in (old, new)))
    others = [one for one in versions(services(), episode) if one.id not in (old.id, new.id)]
    shown = {"tables": tables, "same": same, "others": others, "links": links}
    return render_template("plans/changes.html", old=old, new=new, **shown)


@record.get("/care-plan/<plan_id>/print", READ_RECORD)
def print_copy(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """The client's copy in plain words; what is only asked in private stays off, unless the worker says it is safe."""
    plan = the_plan(episode, plan_id)
    every, safe = whole(services(), episode, plan, today()), request.args.get("private") == "1"
    shown, drawn = (
        content(every, frozenset() if safe else ask_alone_items(every)),
        request.args.get("picture") == "1",
    )
    return render_template(
        "plans/print.html",
        plan=plan,
        links=Links(episode.id, plan.id),
        content=shown,
        picture=picture(shown) if drawn else None,
        client=episode.client,
        large=request.args.get("large") == "1",
        safe=safe,
        copy=paper(services(), episode, plan, today()),
        sharing=consents(services(), episode, today()),
        today=today(),
    )


@record.form("/care-plan/new", WRITE_PLAN)
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
    kind = kind_to_write(services(), episode, old)
    form = StartForm(data={"kind": kind, "drafted_on": today(), "after": old.id if old else ""})
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
    links = Links(episode.id, plan.id)
    return kept(f"Version {plan.version} started.", links.plan if old else links.to(".sort_needs"))


@record.form("/care-plan/<plan_id>/contingency", WRITE_PLAN)
def contingency(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """What happens if things get difficult, and when contact is lost: one page, saved at once."""
    plan = the_plan(episode, plan_id)
    links, form = Links(episode.id, plan.id), ContingencyForm(obj=plan)
    row = form.show(plan)
    if refused := fixed(episode, plan, form, links, row):
        return refused
    if not form.validate_on_submit():
        already = told_already(services(), episode, today())
        for _, _, whom in form.rows:
            whom.datalist = "may-be-told"
        return page("contingency", form, seen=plan.edited, plan=plan, links=links, already=already)
    if refused := moved_on(plan, form, row, links):
        return refused
    values = {name: value for name, value in values_of(form).items() if name in drafts.PARTS}
    drafts.save(by=actor(), episode=episode, plan=plan, values=values, steps=form.steps())
    return kept("Plan for difficult times and losing touch saved.", after(links, ".agree"))


@record.form("/care-plan/<plan_id>/options", WRITE_PLAN)
def options(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """The treatment options explained with the client: what was chosen or declined, and why; saved at once."""
    plan = the_plan(episode, plan_id)
    links, listed = (
        Links(episode.id, plan.id),
        with_saved(on_offer(services(), episode.service_id, today()), plan),
    )
    form = options_form(listed)(obj=plan)
    form.show(plan.options)
    if refused := fixed(episode, plan, form, links, options_saved(plan)):
        return refused
    if not form.validate_on_submit():
        return page("options", form, seen=plan.edited, plan=plan, links=links, listed=listed)
    if refused := moved_on(plan, form, options_saved(plan), links):
        return refused
    told = {"information_given": form.information_given.data}
    drafts.save(by=actor(), episode=episode, plan=plan, values=told, options=form.explained())
    return kept("Treatment options saved.", links.plan)


@record.form("/care-plan/<plan_id>/agree", WRITE_PLAN)
def agree(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """The whole draft to be checked, with what it lacks; the answer, the copy and the next review are saved at once."""
    plan = the_plan(episode, plan_id)
    links, form = Links(episode.id, plan.id), AgreeForm(data={"agreed_on": today()})
    if refused := fixed(episode, plan, form, links):
        return refused
    every = whole(services(), episode, plan, today())
    lacks, risk = every.gaps(), latest_risk(services(), episode)
    proposal = _measured(episode, plan.drafted_on, form, risk)
    if not form.validate_on_submit() or lacks:
        if form.is_submitted() and lacks:
            form.form_errors.append("Complete the plan before it is agreed")
        shown = {
            "content": content(every),
            "gaps": gap_lines(lacks, links),
            "risk": risk,
            "proposal": proposal,
        }
        return page("agree", form, seen=plan.edited, plan=plan, links=links, **shown)
    if refused := moved_on(plan, form, plan, links):
        return refused
    _save_agreement(episode, every, form, risk)
    words = "Care plan agreed." if form.offered else "Care plan agreed. No copy was offered yet."
    return kept(words, links.overview)


def _measured(
    episode: "Episode", drafted_on: date, form: AgreeForm, risk: tuple[str, date] | None
) -> Proposal:
    """Tell the form, for the day that was entered, of the risk assessment and the review clock; what the clock says."""
    on = form.agreed_on.data or today()
    proposal = after_agreeing(clock(services(), [episode.id], today())[episode.id], on)
    form.about(
        drafted_on, proposal.latest, not risk_is_recent(risk[1] if risk else None, on, SCHEDULE.on(on))
    )
    form.died_on = episode.client.deceased_on
    if not form.is_submitted() and form.next_due_on.data is None:
        form.next_due_on.process_data(proposal.on)
    return proposal


def _save_agreement(episode: "Episode", every: Whole, form: AgreeForm, risk: tuple[str, date] | None) -> None:
    """Fix the plan as agreed, with the offer of a copy where one was made on that day."""
    by, plan, how, on = actor(), every.plan, AgreedHow(form.how.data), form.agreed_on.data
    agreed = Agreed(
        on=on,
        how=how,
        next_due_on=form.next_due_on.data,
        next_review=form.next_review.data,
        signed_name=form.signed_name.data if how is AgreedHow.ON_SCREEN else None,
        note=form.note,
        no_risk_reason=form.no_risk_reason.data,
    )
    facts = every.facts()
    agree_plan(by=by, episode=episode, plan=plan, agreed=agreed, facts=facts, risk=risk, today=today())
    if form.offered:
        offer(by=by, episode=episode, plan=plan, offered_on=on, taken=form.offered, today=today())


@record.form("/care-plan/<plan_id>/copy", WRITE_PLAN)
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
