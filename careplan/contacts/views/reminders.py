"""The file of a day's reminders for the service's own text gateway; careplan sends nothing."""

from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careplan.contacts.codes import EDIT_TEMPLATES, SEND_REMINDERS
from careplan.contacts.forms.diary import PressForm
from careplan.contacts.pages import reminders as pages
from careplan.contacts.rules.reminders import Reminder, told
from careplan.contacts.views.room import bp
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import service_names
from careplan.trail.actions import write
from careplan.ui.files import attachment
from careplan.ui.tables import Table, csv_of


@bp.route("/diary/reminders", methods=["GET", "POST"])
@needs(SEND_REMINDERS)
def reminders() -> ResponseReturnValue:
    """Who is reminded of the day's appointments, who is left out and why; sent, the file itself."""
    on, form = pages.day_asked(request.args, today()), PressForm()
    sent, left = told(pages.every(services(), on, today()) if on >= today() else [])
    if form.is_submitted() and not sent:
        form.form_errors.append("There is nobody to remind: choose another day")
    elif form.validate_on_submit():
        _taken(sent)
        content = csv_of(Table("Reminders", pages.FILE, sent))
        return attachment(content, "text/csv", f"reminders-{on.isoformat()}.csv")
    values = {"sent": pages.sent(sent), "left": pages.left_out(left), "form": form, "on": on}
    days = {"before": on - timedelta(days=1), "after": on + timedelta(days=1), "past": on < today()}
    kept_at = service_names(actor().open_services(EDIT_TEMPLATES))
    page = render_template("contacts/reminders.html", kept_at=kept_at, **values, **days)
    return page, 422 if form.form_errors else 200


def _taken(sent: list[Reminder]) -> None:
    """Whose numbers left is written to the trail, service by service."""
    for service_id in sorted({one.slot.service_id for one in sent}):
        here = sorted({one.slot.episode_id for one in sent if one.slot.service_id == service_id})
        subject = f"services:{service_id}"
        write(
            "reminders.taken", by=actor(), subject=subject, service_id=service_id, detail={"episodes": here}
        )
