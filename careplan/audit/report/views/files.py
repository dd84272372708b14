"""What is taken away from the audit: tables, a workbook, the printed report and its PDF, the audit pack."""

import secrets

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from careplan.audit.release.packs.build import built
from careplan.audit.report.doors import bp, selected
from careplan.audit.report.pages.outputs import files
from careplan.audit.report.pages.outputs.pdf import Missing, as_pdf, installed
from careplan.audit.review.queries.reports import basis
from careplan.staff.doors import actor, needs
from careplan.staff.rules import Permission
from careplan.trail.actions import write


def _attached(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/audit/<service_id>/<census>/file/<kind>")
@bp.get("/audit/partnerships/<partnership_id>/<census>/file/<kind>")
@needs(Permission.READ_AUDIT_FIGURES)
def file(census: str, kind: str, service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """The report as a table or a workbook; small numbers are hidden from who may not see records."""
    request = selected(service_id, census, partnership_id)
    if kind not in files.KINDS:
        abort(404)
    return _attached(files.content(request, kind), files.KINDS[kind].mimetype, files.name_of(request, kind))


@bp.get("/audit/<service_id>/<census>/print")
@bp.get("/audit/partnerships/<partnership_id>/<census>/print")
@needs(Permission.READ_AUDIT_FIGURES)
def printed(census: str, service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """The report for paper."""
    request = selected(service_id, census, partnership_id)
    return render_template("audit/printed.html", audited=request, paper=files.sheet(request), pdf=installed())


@bp.get("/audit/<service_id>/<census>/pdf")
@bp.get("/audit/partnerships/<partnership_id>/<census>/pdf")
@needs(Permission.READ_AUDIT_FIGURES)
def pdf(census: str, service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """The printed report as PDF; there is no such address where it cannot be made."""
    request = selected(service_id, census, partnership_id)
    try:
        return _attached(as_pdf(files.sheet(request)), "application/pdf", files.name_of(request, "pdf"))
    except Missing:
        abort(404)


@bp.post("/audit/<service_id>/<census>/pack")
@bp.post("/audit/partnerships/<partnership_id>/<census>/pack")
@needs(Permission.READ_AUDIT)
def pack(census: str, service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """The audit pack, with exact figures: for readers inside; making one is written to the trail."""
    request = selected(service_id, census, partnership_id)
    ground = basis(request.request, request.services)
    made = built(request.request, ground.services, ground.partnership, ground.peers, secrets.token_bytes(32))
    detail = {"census": request.census.on.isoformat(), "manifest": made.manifest}
    write(
        "audit.pack_built", by=actor(), service_id=request.service_id, subject=request.subject, detail=detail
    )
    name = f"{files.stem(request)}-pack-{made.manifest[:12]}.zip"
    return _attached(made.content, "application/zip", name)
