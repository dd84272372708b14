"""The blueprint that all pages of this room hang on."""

from flask import Blueprint

from careplan.clients.doors import RecordPages
from careplan.clients.registers.views import mount
from careplan.contacts.registers import GROUPS, MEMBERS, NOTE_TEMPLATES, REMINDER_WORDS
from careplan.ui.returning import offer

bp = Blueprint("contacts", __name__, template_folder="../templates")
record = RecordPages(bp)
bp.record(
    lambda state: offer(
        state.app,
        {},
        frozenset({"contacts.new", "contacts.book", "contacts.move"}),
    )
)
mount(bp, NOTE_TEMPLATES, "/notes/of/<service_id>")
mount(bp, REMINDER_WORDS, "/reminders/of/<service_id>")
mount(bp, GROUPS, "/groups/of/<service_id>")
mount(bp, MEMBERS)
