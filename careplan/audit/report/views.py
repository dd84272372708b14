"""The audit's pages: choose, report, items, records, worklist, pictures, honesty checks; and the files taken away."""

import secrets
from typing import TYPE_CHECKING

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.audit.release.packs.build import built
from careplan.audit.report.doors import bp, of_unit, opened, record, selected
from careplan.audit.report.pages import asking, costs, honesty, items, records, worklist
from careplan.audit.report.pages.outputs import files
from careplan.audit.report.pages.outputs.files import as_pdf
from careplan.audit.report.pages.pictures import page as pictures
from careplan.audit.report.pages.pictures import runs
from careplan.audit.report.pages.report import kept_page
from careplan.audit.review.codes import READ_AUDIT, READ_AUDIT_FIGURES
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.reports import basis
from careplan.clients.codes import READ_RECORD
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, opens_list, services
from careplan.trail.actions import write
from careplan.ui.paging import page_number
from careplan.ui.pdf import Missing, installed


@bp.get("/audit")
@needs(READ_AUDIT_FIGURES)
def index() -> ResponseReturnValue:
    """The reader's own service at the last month's end, with the choice above it; a choice leads to its report."""
    with_records = actor().services(READ_AUDIT)
    if not request.args:
        return _report(asking.usual(services(), with_records, today()) or abort(404))
    form = asking.form(services(), with_records, request.args)
    if not form.validate():
        return render_template("audit/index.html", form=form), 422
    level, _, id_ = form.unit.data.partition(":")
    here = {f"{level}_id": id_, "census": form.census.data.isoformat()}
    return redirect(url_for("audit.report_page", **here), 303)


@of_unit()
@needs(READ_AUDIT_FIGURES)
def report_page(selection: asking.Selection) -> ResponseReturnValue:
    """The report of a service or a partnership at a census."""
    return _report(selection)


def _report(request: asking.Selection) -> ResponseReturnValue:
    page = kept_page(request)
    form = asking.filled(services(), actor().services(READ_AUDIT), request)
    return render_template("audit/report.html", page=page, form=form)


@of_unit("/items")
@needs(READ_AUDIT_FIGURES)
def items_page(request: asking.Selection) -> ResponseReturnValue:
    """Record completeness, item by item."""
    facts = facts_of(request.services, items.period(request))
    return render_template("audit/items.html", audited=request, sheets=items.sheets(request, facts))


@of_unit("/<measure>/records")
@needs(READ_AUDIT)
@opens_list
def records_page(selection: asking.Selection, measure: str) -> ResponseReturnValue:
    """The clients behind a figure; opening the list is written to the trail."""
    figure = records.figure(selection, measure) or abort(404)
    part, reason = request.args.get("part", "all"), request.args.get("reason", "")
    page = records.page(selection, figure, part, reason, page_number(request.args.get("page", "1")))
    if page is None:
        abort(404)
    opened(selection.service_id, records.trail(selection, page), subject=selection.subject)
    return render_template("audit/records.html", audited=selection, page=page)


def _attached(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@of_unit("/file/<kind>")
@needs(READ_AUDIT_FIGURES)
def file(request: asking.Selection, kind: str) -> ResponseReturnValue:
    """The report as a table or a workbook; small numbers are hidden from who may not see records."""
    if kind not in files.KINDS:
        abort(404)
    return _attached(files.content(request, kind), files.KINDS[kind].mimetype, files.name_of(request, kind))


@of_unit("/print")
@needs(READ_AUDIT_FIGURES)
def printed(request: asking.Selection) -> ResponseReturnValue:
    """The report for paper."""
    return render_template("audit/printed.html", audited=request, paper=files.paper(request), pdf=installed())


@of_unit("/pdf")
@needs(READ_AUDIT_FIGURES)
def pdf(request: asking.Selection) -> ResponseReturnValue:
    """The printed report as PDF; there is no such address where it cannot be made."""
    try:
        return _attached(as_pdf(files.paper(request)), "application/pdf", files.name_of(request, "pdf"))
    except Missing:
        abort(404)


@of_unit("/pack", "POST")
@needs(READ_AUDIT)
def pack(request: asking.Selection) -> ResponseReturnValue:
    """The audit pack, with exact figures: for readers inside; making one is written to the trail."""
    ground = basis(request.request, request.services)
    made = built(request.request, ground.services, ground.partnership, ground.peers, secrets.token_bytes(32))
    detail = {"census": request.census.on.isoformat(), "manifest": made.manifest}
    write(
        "audit.pack_built", by=actor(), service_id=request.service_id, subject=request.subject, detail=detail
    )
    name = f"{files.stem(request)}-pack-{made.manifest[:12]}.zip"
    return _attached(made.content, "application/zip", name)


@bp.get("/audit/<service_id>/<census>/worth-a-look")
@needs(READ_AUDIT)
def worth_a_look(service_id: str, census: str) -> ResponseReturnValue:
    """The honesty checks with how many of how many; no client is named here."""
    request = selected(service_id, census)
    return render_template("audit/worth-a-look.html", audited=request, checks=honesty.page(request))


@bp.get("/audit/<service_id>/<census>/worth-a-look/<check>")
@needs(READ_AUDIT)
@opens_list
def worth_a_look_list(service_id: str, census: str, check: str) -> ResponseReturnValue:
    """The entries behind one check; opening the list is written to the trail."""
    result = selected(service_id, census)
    page = honesty.listed(result, check, page_number(request.args.get("page", "1")))
    if page is None:
        abort(404)
    opened(result.unit.id, honesty.trail(result, page), action="audit.honesty_opened")
    return render_template("audit/worth-a-look-list.html", audited=result, page=page)


@of_unit("/pictures")
@needs(READ_AUDIT_FIGURES)
def pictures_page(request: asking.Selection) -> ResponseReturnValue:
    """Bands, doses, supervised days, stays and waits as pictures."""
    page = pictures.page(request, basis(request.request, request.services))
    return render_template("audit/pictures.html", audited=request, page=page)


@of_unit("/<measure>/run-chart")
@needs(READ_AUDIT)
def run_chart_page(request: asking.Selection, measure: str) -> ResponseReturnValue:
    """One measure at the last twelve monthly censuses."""
    one = runs.charted(request).get(measure) or abort(404)
    plot = runs.plot(one, runs.readings(request, one), runs.fixed_limits(request, one))
    return render_template(
        "audit/run-chart.html", audited=request, one=one, plot=plot, links=runs.links(request)
    )


if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/audit/<service_id>/worklist")
@needs(READ_AUDIT)
@opens_list
def worklist_page(service_id: str) -> ResponseReturnValue:
    """What would move a band, today; chosen lines show what they would give. Opening it is written to the trail."""
    selection = selected(service_id, today().isoformat())
    page = worklist.page(selection, request.args.getlist("take"))
    opened(selection.unit.id, worklist.trail(page))
    return render_template("audit/worklist.html", page=page)


@record.get("/audit", READ_RECORD)
def costs_page(episode: "Episode") -> ResponseReturnValue:
    """What this record costs the service in the audit of today, and the shortest way to mend it."""
    return render_template("audit/costs.html", episode=episode, page=costs.page(episode, today()))
