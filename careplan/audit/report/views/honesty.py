"""What is worth a look before others look at it: for managers of the service alone."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from careplan.audit.report.doors import bp, opened, selected
from careplan.audit.report.pages import honesty
from careplan.staff.doors import needs, opens_list
from careplan.staff.rules import Permission
from careplan.ui.paging import page_number


@bp.get("/audit/<service_id>/<census>/worth-a-look")
@needs(Permission.READ_AUDIT)
def worth_a_look(service_id: str, census: str) -> ResponseReturnValue:
    """The honesty checks with how many of how many; no client is named here."""
    request = selected(service_id, census)
    return render_template("audit/worth-a-look.html", audited=request, checks=honesty.page(request))


@bp.get("/audit/<service_id>/<census>/worth-a-look/<check>")
@needs(Permission.READ_AUDIT)
@opens_list
def worth_a_look_list(service_id: str, census: str, check: str) -> ResponseReturnValue:
    """The entries behind one check; opening the list is written to the trail."""
    result = selected(service_id, census)
    page = honesty.listed(result, check, page_number(request.args.get("page", "1")))
    if page is None:
        abort(404)
    opened(result.unit.id, honesty.trail(result, page), action="audit.honesty_opened")
    return render_template("audit/worth-a-look-list.html", audited=result, page=page)
