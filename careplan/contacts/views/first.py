"""A first appointment, recorded from the waiting list: the outcome, and the wait that it ends."""

from typing import TYPE_CHECKING

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import WRITE_ASSESSMENT
from careplan.contacts.actions.first import first_attendance as acts
from careplan.contacts.forms.diary import FirstForm
from careplan.contacts.pages import diary as pages
from careplan.contacts.pages import leads
from careplan.contacts.pages.first import days_of, waited_for
from careplan.contacts.queries import diary as reads
from careplan.contacts.rules.diary import Outcome
from careplan.contacts.views.room import record
from careplan.ground.clock import london_day, now
from careplan.staff.doors import actor, services
from careplan.ui.frame import address, kept, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode

COMES = "This appointment is still to come. It can be moved or cancelled."
SETTLED = "Something else was recorded for this appointment already."


@record.form("/appointments/<appointment_id>/first", WRITE_ASSESSMENT)
def first_attendance(episode: "Episode", appointment_id: str) -> ResponseReturnValue:
    """Whether the client came, and which wait ends with it; who came is written about next."""
    lock = request.method == "POST"
    row = reads.appointment(services(), episode, appointment_id, lock=lock) or abort(404)
    here = address("contacts.appointment", episode_id=episode.id, appointment_id=row.root_id)
    if row.starts_at > now() or row.outcome is not None:
        return told(COMES if row.outcome is None else SETTLED, here)
    given = {name: request.args.get(name) for name in ("outcome", "kind")}
    form = FirstForm(data={name: value for name, value in given.items() if value in FirstForm.known(name)})
    waited = waited_for(episode, form.kind.data)
    good = form.validate_on_submit()
    days = days_of(form, episode, waited, london_day(row.starts_at)) if good else None
    if days is None:
        page = render_template("contacts/first.html", episode=episode, form=form, when=pages.when(row))
        return page, 422 if form.is_submitted() else 200
    outcome = Outcome(form.outcome.data)
    treatment = {"kind": form.kind.data, "waited": waited, "days": days}
    acts(by=actor(), episode=episode, row=row, settled=outcome, **treatment)
    words = f"{episode.client.whole_name}: {pages.said(outcome.outcome)}."
    return kept(words, leads.onward(episode, row, form.outcome.data) or address("waits.index") or here)
