"""The waiting list, the reviews of long waits, and the steps of a referral."""

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD, REGISTER_CLIENT
from careplan.clients.doors import RecordPages
from careplan.clients.registers import rows
from careplan.clients.registers.views import mount
from careplan.ground.clock import now, today
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import service_names
from careplan.ui.frame import address, kept, told
from careplan.ui.returning import offer
from careplan.waits import pages
from careplan.waits import queries as reads
from careplan.waits.forms import AcceptForm
from careplan.waits.labels import AWAITED
from careplan.waits.registers import REFERRAL_ANSWERS, WAIT_REVIEWS
from careplan.waits.rules import Answer, State

if TYPE_CHECKING:
    from careplan.clients.models import Episode

bp = Blueprint("waits", __name__, template_folder="templates")
record = RecordPages(bp)
mount(bp, WAIT_REVIEWS)
mount(bp, REFERRAL_ANSWERS)
bp.record(lambda state: offer(state.app, {"waits.index": "Back to the waiting list"}, frozenset()))


@bp.get("/waiting")
@needs(READ_RECORD)
def index() -> ResponseReturnValue:
    """Who waits for a first appointment, priority groups first, then the longest; in pages."""
    names = service_names(services())
    page = pages.waiting(names, request.args, today())
    shown = {"services": names, "kinds": AWAITED, "pages": pages, "on": now()}
    return render_template("waits/index.html", page=page, address=address, **shown)


@record.get("/referral/steps", READ_RECORD)
def referral(episode: "Episode") -> ResponseReturnValue:
    """Who referred the client, and every state of the referral with its day and who."""
    every = reads.rungs(services(), episode)
    row = reads.referrer(services(), episode)
    states = {one.state for one in every}
    shown = {"steps": pages.steps(every), "facts": pages.facts(row), "row": row, "form": AcceptForm()}
    shown |= {"accepted": State.ACCEPTED in states, "begun": bool(states & {State.STARTED, State.CLOSED})}
    return render_template("waits/referral.html", episode=episode, address=address, **shown)


@record.post("/referral/accept", REGISTER_CLIENT)
def accept(episode: "Episode") -> ResponseReturnValue:
    """Accept the referral; a second press changes nothing."""
    here, form = url_for("waits.referral", episode_id=episode.id), AcceptForm()
    if not form.validate_on_submit() or episode.closed_on is not None:
        return told("This referral is not waiting for an answer.", here)
    every = reads.rungs(services(), episode)
    if not any(one.state is State.ACCEPTED for one in every):
        owner = rows.Owner(services(), episode.service_id, episode)
        values = {"answered_on": today(), "answer": Answer.ACCEPTED, "told": None, "words": None}
        rows.record(REFERRAL_ANSWERS, by=actor(), owner=owner, values=values)
    return kept("The referral is accepted.", url_for("waits.index") if form.back.data else here)
