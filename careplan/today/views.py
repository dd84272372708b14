"""Health for a load balancer, and Today."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from careplan.ground import clock
from careplan.ground.permissions import PUBLIC
from careplan.staff.codes import SIGNED_IN
from careplan.staff.doors import actor, needs
from careplan.today.pages.today import today as waiting
from careplan.today.queries import ready
from careplan.ui.paging import page_number

bp = Blueprint("today", __name__, template_folder="templates")


@bp.get("/healthz")
@needs(PUBLIC)
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return "ok", 200, {"Content-Type": "text/plain"}


@bp.get("/readyz")
@needs(PUBLIC)
def readyz() -> ResponseReturnValue:
    """The database answers and stands at the newest migration; else 503."""
    if ready():
        return "ready", 200, {"Content-Type": "text/plain"}
    return "not ready", 503, {"Content-Type": "text/plain", "Retry-After": "5"}


@bp.get("/")
@needs(SIGNED_IN)
def today() -> ResponseReturnValue:
    """What waits for the worker, the most pressing first; ten lines, or a page of all when asked."""
    on = clock.today()
    number = page_number(request.args.get("page", "1")) if request.args.get("show") == "all" else None
    page = waiting(actor(), on, number)
    return render_template("today/today.html", page=page, on=on)
