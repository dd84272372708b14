"""The blueprint of this room's pages."""

from flask import Blueprint

from careplan.assessment.queries.forms import not_asked_then
from careplan.assessment.registers import OWN_ANSWERS, OWN_QUESTIONS
from careplan.clients.doors import RecordPages
from careplan.clients.registers.views import mount
from careplan.ui.returning import offer

bp = Blueprint("assessment", __name__, template_folder="../templates")
record = RecordPages(bp)
mount(bp, OWN_QUESTIONS, "/checklists/of/<service_id>")
mount(bp, OWN_ANSWERS, refuses=not_asked_then)
bp.record(
    lambda state: offer(
        state.app, {"assessment.section": "Back to the section"}, frozenset({"assessment.fill_tool"})
    )
)
