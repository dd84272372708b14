"""The audit's pages: choose, report, items, and the records behind a figure."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.audit.report.doors import bp, opened, selected
from careplan.audit.report.pages import asking, items, records
from careplan.audit.report.pages.kept import kept_page
from careplan.audit.review.queries.facts import facts_of
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, opens_list, services
from careplan.staff.rules import Permission
from careplan.ui.paging import page_number


@bp.get("/audit")
@needs(Permission.READ_AUDIT_FIGURES)
def index() -> ResponseReturnValue:
    """The reader's own service at the last month's end, with the choice above it; a choice leads to its report."""
    with_records = actor().services(Permission.READ_AUDIT)
    if not request.args:
        return _report(asking.usual(services(), with_records, today()) or abort(404))
    form = asking.form(services(), with_records, request.args)
    if not form.validate():
        return render_template("audit/index.html", form=form), 422
    level, _, id_ = form.unit.data.partition(":")
    here = {f"{level}_id": id_, "census": form.census.data.isoformat()}
    return redirect(url_for("audit.report_page", **here), 303)


@bp.get("/audit/<service_id>/<census>")
@bp.get("/audit/partnerships/<partnership_id>/<census>")
@needs(Permission.READ_AUDIT_FIGURES)
def report_page(census: str, service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """The report of a service or a partnership at a census."""
    return _report(selected(service_id, census, partnership_id))


def _report(request: asking.Selection) -> ResponseReturnValue:
    page = kept_page(request)
    form = asking.filled(services(), actor().services(Permission.READ_AUDIT), request)
    return render_template("audit/report.html", page=page, form=form)


@bp.get("/audit/<service_id>/<census>/items")
@bp.get("/audit/partnerships/<partnership_id>/<census>/items")
@needs(Permission.READ_AUDIT_FIGURES)
def items_page(census: str, service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """Record completeness, item by item."""
    request = selected(service_id, census, partnership_id)
    facts = facts_of(request.services, items.period(request))
    return render_template("audit/items.html", audited=request, sheets=items.sheets(request, facts))


@bp.get("/audit/<service_id>/<census>/<measure>/records")
@bp.get("/audit/partnerships/<partnership_id>/<census>/<measure>/records")
@needs(Permission.READ_AUDIT)
@opens_list
def records_page(
    census: str, measure: str, service_id: str = "", partnership_id: str = ""
) -> ResponseReturnValue:
    """The clients behind a figure; opening the list is written to the trail."""
    audit_request = selected(service_id, census, partnership_id)
    figure = records.figure(audit_request, measure) or abort(404)
    part, reason = request.args.get("part", "all"), request.args.get("reason", "")
    page = records.page(audit_request, figure, part, reason, page_number(request.args.get("page", "1")))
    if page is None:
        abort(404)
    opened(audit_request.service_id, records.trail(audit_request, page), subject=audit_request.subject)
    return render_template("audit/records.html", audited=audit_request, page=page)
