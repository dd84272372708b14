"""The caseload: clients with where their plan, risk and dose stand."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import HAND_OVER, READ_RECORD, WRITE_ASSESSMENT
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
    hands = {"whole": actor().may(HAND_OVER), "own": actor().may(WRITE_ASSESSMENT)}
    return render_template("record/caseload.html", page=page, want=want, words=pages, hands=hands)
