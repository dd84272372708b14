"""Losing touch with a client: the steps of a record, and for managers who slips away."""

from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import MANAGE_RECORDS, WRITE_ASSESSMENT
from careplan.contacts.actions.touch import record_step
from careplan.contacts.forms.touch import StepForm
from careplan.contacts.pages import touch as pages
from careplan.contacts.queries import touch as reads
from careplan.contacts.rules.touch import upcoming
from careplan.contacts.views.room import bp, record
from careplan.ground.clock import today
from careplan.plans.codes import TouchWay
from careplan.staff.doors import actor, needs, services
from careplan.ui.frame import kept, stale, told
from careplan.ui.paging import page_number

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.form("/losing-touch", WRITE_ASSESSMENT)
def lost_touch(episode: "Episode") -> ResponseReturnValue:
    """The steps after a non-attendance; what was done of the next one is recorded."""
    lost, form = reads.of_record(services(), episode, today()), StepForm()
    step = upcoming(lost.steps) if lost else None
    if lost is None or step is None:
        return told("No step is open to reach this client.", url_for("contacts.notes", episode_id=episode.id))
    form.since, seen = lost.missed.on, f"{lost.missed.appointment_id} {step.place}"
    if not form.is_submitted():
        form.seen.data = seen
        if not form.from_draft:
            form.done_on.process_data(today())
    elif form.differs(seen):
        now_next = ("Next step", pages.next_words(lost), "")
        return stale(form, [now_next], back=url_for("contacts.lost_touch", episode_id=episode.id))
    if not form.validate_on_submit():
        values = {"lost": lost, "step": step, "table": pages.steps(lost, today()), "form": form}
        values |= {"words": pages.next_words(lost), "closing": step.way is TouchWay.CLOSE}
        page = render_template("contacts/lost-touch.html", episode=episode, **values)
        return page, 422 if form.is_submitted() else 200
    done = {"done_on": form.done_on.data, "words": form.words.data}
    record_step(by=actor(), episode=episode, missed=lost.missed, step=step, **done)
    return kept("Recorded.", url_for("contacts.notes", episode_id=episode.id))


@bp.get("/diary/slipping-away")
@needs(MANAGE_RECORDS)
def slipping_away() -> ResponseReturnValue:
    """Clients of the manager's services who did not attend and were not seen since."""
    every = pages.every_lost(services(), today())
    table = pages.slipping(every, today(), page_number(request.args.get("page", "1")))
    return render_template("contacts/slipping-away.html", table=table, total=len(every))
