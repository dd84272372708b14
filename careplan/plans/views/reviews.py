"""Holding a review or recording that one was tried; times elsewhere."""

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from careplan.clients.actions import begin_pause, end_pause
from careplan.ground.clock import today
from careplan.outcomes.queries import next_due
from careplan.plans.actions import agreeing as reviewing
from careplan.plans.actions import drafts
from careplan.plans.codes import WRITE_PLAN, GoalStatus, PlanKind
from careplan.plans.forms.agreement import AttemptForm, review_form
from careplan.plans.forms.leaving import PauseForm, ResumeForm
from careplan.plans.pages.content import Links
from careplan.plans.pages.overview import UnderReview, under_review
from careplan.plans.pages.since import since
from careplan.plans.pages.words import after_review
from careplan.plans.queries import leaving
from careplan.plans.queries.leaving import ended_on
from careplan.plans.queries.versions import goals, pauses
from careplan.plans.views.room import ended, page, record
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, stale, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode

NO_PLAN = "There is no agreed plan to review."


@record.form("/care-plan/review", WRITE_PLAN)
def hold_review(episode: "Episode") -> ResponseReturnValue:
    """Hold a review: each open goal gets a status and the client's view; the clock starts anew."""
    links = Links(episode.id)
    if request.method == "GET" and (refused := ended(episode, links.overview)):
        return refused
    now = under_review(services(), episode, today())
    if now is None:
        return told(NO_PLAN, links.overview)
    form: Any = review_form([one.goal.wording for one in now.open])(data={"reviewed_on": today()})
    proposal = _measured(form, now, ended_on(episode))
    if form.is_submitted() and form.differs(now.seen):
        return stale(form, now.differences(form), back=links.overview, seen=now.seen)
    if not form.validate_on_submit():
        form.seen.data = now.seen
        read = _beside(episode, now)
        return page("review", form, links=links, under_review=now, proposal=proposal, **read)
    reviewing.hold(by=actor(), episode=episode, review=_review(form, now), today=today())
    if form.changes.data == "yes":
        return kept("Review recorded. Now change the plan.", _new_version(episode, now))
    return kept("Review recorded.", links.overview)


def _beside(episode: "Episode", now: UnderReview) -> dict[str, Any]:
    """What happened since the last review, and the outcomes profile that is due."""
    happened = since(services(), episode, now.since, today())
    return {"happened": happened, "profile": next_due(services(), episode, today())}


def _measured(form: Any, now: UnderReview, closed_on: date | None) -> Any:
    form.about(now.first_agreed_on, closed_on)
    proposal = after_review(now.first_agreed_on, form.reviewed_on.data or today())
    form.latest_review = proposal.latest
    if not form.is_submitted() and form.next_due_on.data is None:
        form.next_due_on.process_data(proposal.on)
    return proposal


def _review(form: Any, now: UnderReview) -> reviewing.Review:
    ids = [one.goal.root_id for one in now.open]
    rows = [
        reviewing.GoalReview(goal_id, GoalStatus(form[f"status_{n}"].data), form[f"view_{n}"].data)
        for n, goal_id in enumerate(ids, 1)
    ]
    return reviewing.Review(
        on=form.reviewed_on.data,
        agreed_on=now.first_agreed_on,
        client_present=form.client_present.data == "yes",
        next_due_on=form.next_due_on.data,
        goals=rows,
        open_ids=ids,
        note=form.note.data,
        others_present=form.others_present.data,
        rating=form.rated,
    )


def _new_version(episode: "Episode", now: UnderReview) -> str:
    """A draft copied from the plan that was reviewed, or the one already being written."""
    if now.draft_id is not None:
        return Links(episode.id, now.draft_id).plan
    old = goals(services(), now.plan, today())
    kind = PlanKind(now.plan.kind)
    plan = drafts.start(by=actor(), episode=episode, kind=kind, drafted_on=today(), old=now.plan, goals=old)
    return Links(episode.id, plan.id).plan


@record.form("/care-plan/attempt", WRITE_PLAN)
def record_attempt(episode: "Episode") -> ResponseReturnValue:
    """The client did not come to a review: recorded, and the clock runs on."""
    links = Links(episode.id)
    if request.method == "GET" and (refused := ended(episode, links.overview)):
        return refused
    now = under_review(services(), episode, today())
    if now is None:
        return told(NO_PLAN, links.overview)
    form = AttemptForm(data={"reviewed_on": today()})
    form.about(now.first_agreed_on, ended_on(episode))
    if not form.validate_on_submit():
        return page("attempt", form, links=links)
    tried = {"tried_on": form.reviewed_on.data, "agreed_on": now.first_agreed_on, "note": form.note.data}
    reviewing.attempt(by=actor(), episode=episode, today=today(), **tried)
    return kept("Attempt recorded. The review is still due.", links.overview)


@record.form("/pause", WRITE_PLAN)
def pause(episode: "Episode") -> ResponseReturnValue:
    """The client is cared for elsewhere: the review clock rests."""
    links = Links(episode.id)
    resting = next((one for one in pauses(services(), episode) if one.until_on is None), None)
    if resting is not None or episode.closed_on is not None:
        return told("A time away is recorded already, or the episode is closed.", links.overview)
    form = PauseForm(data={"from_on": today()})
    form.about(episode.referred_on, episode.client.deceased_on)
    if not form.validate_on_submit():
        return page("pause", form, links=links)
    begin_pause(by=actor(), episode=episode, reason=form.reason.data, from_on=form.from_on.data)
    return kept("Time away recorded.", links.overview)


@record.form("/pauses/<pause_id>/end", WRITE_PLAN)
def resume(episode: "Episode", pause_id: str) -> ResponseReturnValue:
    """The client is back: the clock runs again."""
    links, resting = Links(episode.id), leaving.pause(services(), episode, pause_id) or abort(404)
    if resting.until_on is not None:
        return told("This pause has ended already.", links.overview)
    form = ResumeForm(data={"until_on": today()})
    form.about(resting.from_on)
    if not form.validate_on_submit():
        return page("resume", form, links=links, pause=resting)
    end_pause(by=actor(), episode=episode, row=resting, until_on=form.until_on.data)
    return kept("The client is back, the review clock runs again.", links.overview)
