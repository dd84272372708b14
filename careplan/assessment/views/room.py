"""The blueprint of this room's pages."""

from flask import Blueprint

from careplan.ui.returning import offer

bp = Blueprint("assessment", __name__, template_folder="../templates")
bp.record(
    lambda state: offer(
        state.app, {"assessment.section": "Back to the section"}, frozenset({"assessment.fill_tool"})
    )
)
