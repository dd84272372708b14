"""Health for a load balancer, and Today."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.ground import clock
from careplan.ground.permissions import PUBLIC
from careplan.staff.codes import SIGNED_IN
from careplan.staff.doors import actor, needs, opens_list, services
from careplan.staff.queries import service_names
from careplan.today.pages.downtime import pack as downtime_pack
from careplan.today.pages.today import today as waiting
from careplan.today.queries import ready
from careplan.trail.actions import write_each
from careplan.ui.files import attachment
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


@bp.get("/services/<service_id>/downtime")
@needs(READ_RECORD)
@opens_list
def downtime(service_id: str) -> ResponseReturnValue:
    """What a clinic needs for a day without the computer, to print, or as one file; written to the trail of each."""
    name, on = service_names(services()).get(service_id) or abort(404), clock.today()
    pack = downtime_pack(service_id, on)
    about = [(f"episodes:{episode}", service_id, client) for episode, client in pack.opened]
    write_each("record.opened", by=actor(), about=about, detail={"page": "today.downtime"})
    values = {"pack": pack, "name": name, "on": on, "service_id": service_id, "at": clock.now()}
    if "file" not in request.args:
        return render_template("today/downtime.html", **values)
    content = render_template("today/downtime-file.html", **values).encode()
    return attachment(content, "text/html", f"downtime-{on.isoformat()}.html")


@bp.get("/")
@needs(SIGNED_IN)
def today() -> ResponseReturnValue:
    """What waits for the worker, the most pressing first; ten lines, or a page of all when asked."""
    on = clock.today()
    number = page_number(request.args.get("page", "1")) if request.args.get("show") == "all" else None
    page = waiting(actor(), on, number)
    return render_template("today/today.html", page=page, on=on)
