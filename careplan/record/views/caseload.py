"""The caseload: clients with where their plan, risk and dose stand."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import HAND_OVER, READ_RECORD
from careplan.ground.clock import today
from careplan.record.pages import caseload as pages
from careplan.record.views.room import bp
from careplan.staff.doors import actor, needs, services


@bp.get("/caseload")
@needs(READ_RECORD)
def caseload() -> ResponseReturnValue:
    """Clients of the worker or of the service, by urgency or by name, 50 to a page."""
    want = pages.filters_of(request.args, actor())
    page = pages.caseload(services(), actor(), want, today())
    may = actor().may(HAND_OVER)
    return render_template("record/caseload.html", page=page, want=want, words=pages, may_hand_over=may)
