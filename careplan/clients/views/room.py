"""The blueprint that all pages of this room hang on."""

from flask import Blueprint

from careplan.clients.doors import RecordPages
from careplan.ui.returning import offer

bp = Blueprint("clients", __name__, template_folder="../templates")
record = RecordPages(bp)
bp.record(lambda state: offer(state.app, {"clients.task": "Back to the task"}, frozenset()))
