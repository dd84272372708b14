"""The blueprint that all pages of this room hang on."""

from flask import Blueprint

from careplan.ui.returning import offer

bp = Blueprint("clients", __name__, template_folder="../templates")
bp.record(lambda state: offer(state.app, {"clients.task": "Back to the task"}, frozenset()))
