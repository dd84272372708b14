"""Signed audits: the list, one of them beside today's record, and the records behind its figures."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from careplan.audit.report.doors import bp, opened
from careplan.audit.signing.pages import audit, records, signing
from careplan.audit.signing.queries import signed as queries
from careplan.staff.doors import needs, opens_list, services
from careplan.staff.rules import Permission
from careplan.ui.paging import page_number


@bp.get("/signed-audits")
@needs(Permission.READ_AUDIT)
def signed_index() -> ResponseReturnValue:
    """The signed audits of the worker's services, the last first."""
    number = page_number(request.args.get("page", "1"))
    rows, pages = queries.signed_page(services(), number)
    signed = audit.listed(rows, min(number, pages), pages)
    return render_template("audit/signing/index.html", signed=signed)


@bp.get("/signed-audits/<signed_id>")
@needs(Permission.READ_AUDIT)
def signed_page(signed_id: str) -> ResponseReturnValue:
    """A signed audit as it was signed, and today's record beside it."""
    signed = queries.signed(services(), signed_id) or abort(404)
    return render_template(
        "audit/signing/signed.html",
        page=audit.page(signed),
        words=audit,
        lists=signing.lists(signed.signature),
    )


@bp.get("/signed-audits/<signed_id>/<measure>/records")
@needs(Permission.READ_AUDIT)
@opens_list
def signed_records_page(signed_id: str, measure: str) -> ResponseReturnValue:
    """The records behind a signed figure; opening the list is written to the trail."""
    signed = queries.signed(services(), signed_id) or abort(404)
    page = records.page(signed, measure, page_number(request.args.get("page", "1"))) or abort(404)
    opened(signed.head.unit_id, records.trail(page), subject=f"signed_audits:{signed.head.id}")
    return render_template("audit/signing/records.html", page=page)
