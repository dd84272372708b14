"""The waiting list, and the reviews of long waits."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.clients.registers.views import mount
from careplan.ground.clock import today
from careplan.staff.doors import needs, services
from careplan.staff.queries import service_names
from careplan.waits.labels import AWAITED
from careplan.waits.pages import waiting
from careplan.waits.registers import WAIT_REVIEWS

bp = Blueprint("waits", __name__, template_folder="templates")
mount(bp, WAIT_REVIEWS)


@bp.get("/waiting")
@needs(READ_RECORD)
def index() -> ResponseReturnValue:
    """Who waits for a first appointment, priority groups first, then the longest; in pages."""
    names = service_names(services())
    page = waiting(names, request.args, today())
    return render_template("waits/index.html", page=page, services=names, kinds=AWAITED)
