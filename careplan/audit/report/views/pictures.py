"""Pictures of an audit, and run charts of its measures."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from careplan.audit.report.doors import bp, selected
from careplan.audit.report.pages.pictures import page as pictures
from careplan.audit.report.pages.pictures import running, runs
from careplan.audit.report.rules.course import Facts
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.reports import basis, partnership_facts
from careplan.staff.doors import needs
from careplan.staff.rules import Permission


@bp.get("/audit/<service_id>/<census>/pictures")
@bp.get("/audit/partnerships/<partnership_id>/<census>/pictures")
@needs(Permission.READ_AUDIT_FIGURES)
def pictures_page(census: str, service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """Bands, doses, supervised days, stays and waits as pictures."""
    request = selected(service_id, census, partnership_id)
    page = pictures.page(request, basis(request.request, request.services))
    return render_template("audit/pictures.html", audited=request, page=page)


@bp.get("/audit/<service_id>/<census>/<measure>/run-chart")
@bp.get("/audit/partnerships/<partnership_id>/<census>/<measure>/run-chart")
@needs(Permission.READ_AUDIT)
def run_chart_page(
    census: str, measure: str, service_id: str = "", partnership_id: str = ""
) -> ResponseReturnValue:
    """One measure at the last twelve monthly censuses."""
    request = selected(service_id, census, partnership_id)
    one = runs.charted(request, measure) or abort(404)
    own = partnership_facts(request.unit.id) if request.together else None
    facts = Facts(facts_of(request.services, request.census, with_answers=False), own)
    plot = running.plot(one, runs.readings(request, facts, one), runs.fixed_limits(request, one))
    return render_template(
        "audit/run-chart.html", audited=request, one=one, plot=plot, links=runs.links(request)
    )
