"""Leaving treatment, and coming back to the same stay."""

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import ExitReason
from careplan.clients.registers.views import mount
from careplan.clients.rules.aftercare import AFTERCARE
from careplan.ground import gathering
from careplan.ground.clock import today
from careplan.outcomes.queries import exit_due
from careplan.plans.actions import leaving as acts
from careplan.plans.actions.returning import come_back
from careplan.plans.codes import WRITE_PLAN
from careplan.plans.forms.leaving import CameBackForm, LeaveForm, PutBackForm, leave_form
from careplan.plans.pages import words as pages
from careplan.plans.pages.content import Links
from careplan.plans.queries import leaving
from careplan.plans.registers import EXIT_STEPS
from careplan.plans.rules.exit_steps import EXIT_STEPS as STANDARD
from careplan.plans.rules.leaving import LEAVING, any_doubt, version
from careplan.plans.views.room import bp, page, record
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode

mount(bp, EXIT_STEPS)
HELPS = (
    ("Hold the last review", "plans.hold_review"),
    ("Write the aftercare plan", "plans.start"),
    ("Record a naloxone supply", "harm_reduction.naloxone_supplies_new"),
    ("Write a letter", "letters.letter"),
    ("Steps to reach the client", "contacts.lost_touch"),
)
"""Where what a step asks for is done."""


@record.form("/leave", WRITE_PLAN)
def leave(episode: "Episode") -> ResponseReturnValue:
    """Leaving treatment: closes the episode and ends what still runs in it."""
    overview = url_for("record.overview", episode_id=episode.id)
    if episode.closed_on is not None:
        return told("This episode is closed.", overview)
    on = LeaveForm().closed_on.data or today()
    still = leaving.running(services(), episode, today())
    standard = STANDARD.on(on) if still.latest.started and not still.latest.died_on else None
    done = gathering.exits(services(), episode, on) if standard else {}
    form = leave_form(still.matters, standard, AFTERCARE.on(on))(data=pages.at_first(still, on, done))
    form.about(still.earliest, len(still.courses), still.latest)
    if not form.validate_on_submit() or pages.grown(form, version(still.matters)):
        return _leave_page(form, episode, still, on)
    wanted_leaving = pages.leaving(form)
    acts.leave(by=actor(), episode=episode, leaving=wanted_leaving, running=still, today=today())
    return kept(pages.left_words(still, wanted_leaving), overview)


def _leave_page(form: LeaveForm, episode: "Episode", still: leaving.Running, on: date) -> ResponseReturnValue:
    form.seen.data = version(still.matters)
    shown: dict[str, Any] = {
        "record": url_for("record.overview", episode_id=episode.id),
        "says": any_doubt(still.latest, LEAVING.on(on)),
        "groups": pages.step_groups(form.standard) if form.standard else (),
    }
    days = AFTERCARE.on(on)
    shown |= {"profile": exit_due(services(), episode, on)}
    shown |= {"helps": HELPS, "unfinished": days.unfinished.days, "back_days": days.way_back.days}
    return page("leave", form, links=Links(episode.id), running=still, **shown)


@record.form("/put-back", WRITE_PLAN)
def put_back(episode: "Episode") -> ResponseReturnValue:
    """A referral goes back with a reason: the episode closes before any treatment began."""
    overview = url_for("record.overview", episode_id=episode.id)
    if episode.closed_on is not None:
        return told("This episode is closed.", overview)
    still = leaving.running(services(), episode, today())
    if still.latest.started:
        words = "Treatment has begun. Record that the client leaves instead."
        return told(words, url_for("plans.leave", episode_id=episode.id))
    form = PutBackForm()
    if not form.validate_on_submit():
        return page("put-back", form, episode=episode, running=still, record=overview)
    back = {"why": ExitReason(form.exit_reason.data), "words": form.words.data, "told": form.told.data}
    acts.put_back(by=actor(), episode=episode, running=still, today=today(), **back)
    return kept("The referral is put back. The episode is closed.", overview)


@record.form("/came-back", WRITE_PLAN)
def came_back(episode: "Episode") -> ResponseReturnValue:
    """Who comes back soon goes on with the same episode; what ended with it stays ended."""
    overview = url_for("record.overview", episode_id=episode.id)
    if sentence := pages.why_not_back(episode, today()):
        return told(sentence, overview)
    form = CameBackForm(data=pages.back_at_first(episode, today()))
    form.about(episode.closed_on)
    if not form.validate_on_submit():
        return page("came-back", form, episode=episode, record=overview)
    reopened = come_back(by=actor(), episode=episode, came_on=form.came_on.data, words=form.words.data)
    to = url_for("record.overview", episode_id=reopened.id)
    return kept("The episode is open again. Treatment and prescribing begin anew.", to)
