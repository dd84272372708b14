"""The worklist of a service, with what-if; and what one record costs its service."""

from typing import TYPE_CHECKING

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careplan.audit.report.doors import bp, opened, selected
from careplan.audit.report.pages import costs, worklist
from careplan.clients.doors import opens_record
from careplan.ground.clock import today
from careplan.staff.doors import needs, opens_list
from careplan.staff.rules import Permission

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/audit/<service_id>/worklist")
@needs(Permission.READ_AUDIT)
@opens_list
def worklist_page(service_id: str) -> ResponseReturnValue:
    """What would move a band, today; chosen lines show what they would give. Opening it is written to the trail."""
    audit_request = selected(service_id, today().isoformat())
    page = worklist.page(audit_request, request.args.getlist("take"))
    opened(audit_request.unit.id, worklist.trail(page))
    return render_template("audit/worklist.html", page=page)


@bp.get("/record/<episode_id>/audit")
@needs(Permission.READ_RECORD)
@opens_record
def costs_page(episode: "Episode") -> ResponseReturnValue:
    """What this record costs the service in the audit of today, and the shortest way to mend it."""
    return render_template("audit/costs.html", episode=episode, page=costs.page(episode, today()))
