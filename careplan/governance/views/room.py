"""The blueprint that all pages of this room hang on, and how their addresses are read."""

from flask import Blueprint, abort

from careplan.governance.queries import units
from careplan.governance.queries.units import Unit
from careplan.staff.doors import services

bp = Blueprint("governance", __name__, template_folder="../templates")


def unit_of(level: str, unit_id: str, question: str | None = None) -> Unit:
    """The unit; 404 outside the worker's services, and for a question that it is not asked."""
    unit = units.unit(services(), level, unit_id)
    if unit is None or (question is not None and question not in unit.questions):
        abort(404)
    return unit


def service_of(service_id: str) -> Unit:
    """The service; 404 outside the worker's services."""
    return units.service(services(), service_id) or abort(404)
