"""The audit's pages: choose, report, items, and the records behind a figure."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.audit.measures import audit
from careplan.audit.pages import asking, items, records, report
from careplan.audit.queries.facts import facts_of
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.staff.rules import Permission
from careplan.trail.actions import write

bp = Blueprint("audit", __name__, template_folder="templates")


def _asked(service_id: str, census: str) -> asking.Asked:
    with_records = actor().services(Permission.READ_AUDIT)
    return asking.asked(services(), with_records, service_id, census) or abort(404)


def _not_yet(asked: asking.Asked) -> ResponseReturnValue:
    """A census that lies ahead goes back to the form, which says why."""
    day = asking.parts(asked.census.on)
    return redirect(url_for("audit.index", service=asked.unit.id, **day), 303)


@bp.get("/audit")
@needs(Permission.READ_AUDIT_FIGURES)
def index() -> ResponseReturnValue:
    """Choose a service and a census."""
    form = asking.form(services(), today(), request.args)
    if not request.args:
        return render_template("audit/index.html", form=form)
    if not form.validate():
        return render_template("audit/index.html", form=form), 422
    census = form.census.data.isoformat()
    return redirect(url_for("audit.report_page", service_id=form.service.data, census=census), 303)


@bp.get("/audit/<service_id>/<census>")
@needs(Permission.READ_AUDIT_FIGURES)
def report_page(service_id: str, census: str) -> ResponseReturnValue:
    """The report of a service at a census."""
    asked = _asked(service_id, census)
    if asked.census.on > today():
        return _not_yet(asked)
    found = audit(asked.request, facts_of(frozenset({asked.unit.id}), asked.census))
    return render_template("audit/report.html", page=report.page(asked, found))


@bp.get("/audit/<service_id>/<census>/items")
@needs(Permission.READ_AUDIT_FIGURES)
def items_page(service_id: str, census: str) -> ResponseReturnValue:
    """Record completeness, item by item."""
    asked = _asked(service_id, census)
    if asked.census.on > today():
        return _not_yet(asked)
    facts = facts_of(frozenset({asked.unit.id}), asked.census)
    return render_template("audit/items.html", audited=asked, sheets=items.sheets(asked, facts))


@bp.get("/audit/<service_id>/<census>/<measure>/records")
@needs(Permission.READ_AUDIT)
def records_page(service_id: str, census: str, measure: str) -> ResponseReturnValue:
    """The clients behind a figure; opening the list is written to the trail."""
    asked = _asked(service_id, census)
    figure = records.figure(measure) or abort(404)
    if asked.census.on > today():
        return _not_yet(asked)
    part, reason = request.args.get("part", "all"), request.args.get("reason", "")
    page = records.page(asked, figure, part, reason, records.page_number(request.args.get("page", "1")))
    if page is None:
        abort(404)
    write(
        "audit.list_opened",
        by=actor(),
        service_id=asked.unit.id,
        subject=f"services:{asked.unit.id}",
        detail=records.trail(asked, page),
    )
    return render_template("audit/records.html", audited=asked, page=page)


records_page.opens_record = True  # type: ignore[attr-defined]  # it writes the trail, so its GET may write
