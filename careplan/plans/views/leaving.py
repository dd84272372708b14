"""Times in prison, hospital or elsewhere, and leaving treatment."""

from typing import TYPE_CHECKING

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.actions import begin_pause, end_pause
from careplan.clients.doors import opens_record
from careplan.ground.clock import today
from careplan.plans.actions import leaving as acts
from careplan.plans.forms.leaving import LeaveForm, PauseForm, ResumeForm, leave_form
from careplan.plans.pages import leaving as pages
from careplan.plans.pages.links import Links
from careplan.plans.queries import leaving
from careplan.plans.queries.versions import pauses
from careplan.plans.rules.doubts import LEAVING, any_doubt
from careplan.plans.rules.matters import version
from careplan.plans.views.room import bp, kept, page, told
from careplan.staff.doors import actor, needs, services
from careplan.staff.rules import Permission

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.route("/record/<episode_id>/pause", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def pause(episode: "Episode") -> ResponseReturnValue:
    """The client is cared for elsewhere: the review clock rests."""
    links = Links(episode.id)
    resting = next((one for one in pauses(services(), episode) if one.until_on is None), None)
    if resting is not None or episode.closed_on is not None:
        return told("The episode rests already or is closed.", links.overview)
    form = PauseForm(data={"from_on": today()})
    form.about(episode.referred_on, episode.client.deceased_on)
    if not form.validate_on_submit():
        return page("pause", form, links=links)
    begin_pause(by=actor(), episode=episode, reason=form.reason.data, from_on=form.from_on.data)
    return kept("Pause recorded.", links.overview)


@bp.route("/record/<episode_id>/pauses/<pause_id>/end", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
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


@bp.route("/record/<episode_id>/leave", methods=["GET", "POST"])
@needs(Permission.WRITE_PLAN)
@opens_record
def leave(episode: "Episode") -> ResponseReturnValue:
    """Leaving treatment: closes the episode and ends what still runs in it."""
    record = url_for("record.overview", episode_id=episode.id)
    if episode.closed_on is not None:
        return told("This episode is closed.", record)
    on = today()
    still = leaving.running(services(), episode, on)
    form = leave_form(still.matters)(data=pages.at_first(still, on))
    form.about(still.earliest, len(still.courses), still.said)
    if not form.validate_on_submit() or pages.grown(form, version(still.matters)):
        return _leave_page(form, episode, still)
    wanted_leaving = pages.leaving(form)
    acts.leave(by=actor(), episode=episode, leaving=wanted_leaving, running=still, today=on)
    return kept(pages.left_words(still, wanted_leaving), record)


def _leave_page(form: LeaveForm, episode: "Episode", still: leaving.Running) -> ResponseReturnValue:
    form.seen.data = version(still.matters)
    record = url_for("record.overview", episode_id=episode.id)
    says = any_doubt(still.said, LEAVING.on(today()))
    return page("leave", form, links=Links(episode.id), running=still, record=record, says=says)
