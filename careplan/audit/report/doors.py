"""The blueprint that all pages of this room hang on, and how their addresses are read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from careplan.audit.report.pages import asking
from careplan.audit.review.codes import READ_AUDIT
from careplan.clients.doors import RecordPages
from careplan.ground.clock import today
from careplan.staff.doors import actor, services
from careplan.trail.actions import write
from careplan.ui.returning import offer

bp = Blueprint("audit", __name__, template_folder="../templates")
record = RecordPages(bp)
BACK_TO = {
    "audit.index": "Back to the audit",
    "audit.report_page": "Back to the audit",
    "audit.records_page": "Back to the list in the audit",
    "audit.worklist_page": "Back to the worklist of the audit",
    "audit.costs_page": "Back to this record in the audit",
}
BACK_FROM = frozenset(
    {
        "audit.midpoints_page",
        "governance.answer",
        "plans.offer_copy",
        "prescribing.save_order",
        "prescribing.week",
        "risk.action",
    }
)
"""Forms that end what the audit led to: saved, they lead back at once."""
bp.record(lambda state: offer(state.app, BACK_TO, BACK_FROM))


def selected(service_id: str, census: str, partnership_id: str = "") -> asking.Selection:
    """What the address asks for; 404 outside the worker's services.

    A census that lies ahead, or that the reader may not choose, goes back to the form, which says why.
    """
    with_records = actor().services(READ_AUDIT)
    choice = f"partnership:{partnership_id}" if partnership_id else f"service:{service_id}"
    request = asking.selected(services(), with_records, choice, census) or abort(404)
    if not request.allowed or request.census.on > today():
        day = asking.parts(request.census.on)
        abort(redirect(url_for("audit.index", unit=request.choice, **day), 303))
    return request


def of_unit(page: str = "", method: str = "GET") -> Callable[[Callable[..., ResponseReturnValue]], Any]:
    """A page of a service and of a partnership at a census: its view is handed what the address asks for."""

    def routed(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def answer(
            census: str, service_id: str = "", partnership_id: str = "", **more: str
        ) -> ResponseReturnValue:
            return view(selected(service_id, census, partnership_id), **more)

        for unit in ("<service_id>", "partnerships/<partnership_id>"):
            bp.add_url_rule(f"/audit/{unit}/<census>{page}", view_func=answer, methods=[method])
        return answer

    return routed


def opened(
    service_id: str | None, detail: dict[str, Any], *, action: str = "audit.list_opened", subject: str = ""
) -> None:
    """Write to the trail that the worker opened a list of the service, or of `subject`: which, and whom it named."""
    named = subject or f"services:{service_id}"
    write(action, by=actor(), service_id=service_id, subject=named, detail=detail)
