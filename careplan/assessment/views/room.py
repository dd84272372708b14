"""The blueprint of this room's pages."""

from flask import Blueprint

from careplan.clients.doors import RecordPages
from careplan.ui.returning import offer

bp = Blueprint("assessment", __name__, template_folder="../templates")
record = RecordPages(bp)
bp.record(
    lambda state: offer(
        state.app, {"assessment.section": "Back to the section"}, frozenset({"assessment.fill_tool"})
    )
)
