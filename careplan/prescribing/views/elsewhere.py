"""A live opioid course at another service: what is told of it, for a reason."""

from typing import TYPE_CHECKING

from flask import render_template
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.prescribing.actions.elsewhere import look
from careplan.prescribing.codes import RECORD_DOSE
from careplan.prescribing.forms.courses import LookForm
from careplan.prescribing.queries.elsewhere import elsewhere
from careplan.prescribing.views.room import record
from careplan.staff.doors import actor
from careplan.trail.actions import write

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.form("/prescribing/elsewhere", RECORD_DOSE)
def look_elsewhere(episode: "Episode") -> ResponseReturnValue:
    """Drug, last dose and telephone of a live course elsewhere, once a reason is given; that service is told."""
    form, others = LookForm(), elsewhere(episode, today())
    lines: list[str] = []
    if form.validate_on_submit():
        lines = look(by=actor(), episode=episode, reason=form.reason.data, on=today())
        write("elsewhere.asked", by=actor(), subject=f"episodes:{episode.id}", of=episode)
    shown = {"sure": any(one.sure for one in others), "alike": bool(others), "lines": lines, "form": form}
    return render_template(
        "prescribing/elsewhere.html", episode=episode, **shown
    ), 422 if form.errors else 200
