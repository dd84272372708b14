"""The action plan of a service, its lines with their courses, and the national mid-points."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.audit.plans import pages, queries
from careplan.audit.plans.actions import add_line, set_midpoint, withdraw_line
from careplan.audit.plans.forms import LineForm, MidpointForm, WithdrawForm
from careplan.audit.report.doors import bp
from careplan.audit.report.pages.asking import unit_within
from careplan.audit.review.codes import READ_AUDIT, SIGN_AUDIT
from careplan.audit.review.queries.units import midpoint_history, service_unit
from careplan.audit.review.rules.engine import Level, Unit
from careplan.audit.review.rules.ruleset import load
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.ui.frame import kept, stale
from careplan.ui.render import rooted


def _unit(service_id: str) -> Unit:
    return service_unit(services(), service_id) or abort(404)


@bp.get("/action-plan/<service_id>")
@bp.get("/action-plan/partnerships/<partnership_id>")
@needs(READ_AUDIT)
def plan_page(service_id: str = "", partnership_id: str = "") -> ResponseReturnValue:
    """Every line of the service's action plan, or of all services of a partnership, with the course of its measure."""
    level, id_ = (Level.PARTNERSHIP, partnership_id) if partnership_id else (Level.SERVICE, service_id)
    unit, members = unit_within(services(), level, id_) or abort(404)
    shown = [pages.shown(one) for one in queries.lines(members, today())]
    together = unit.level is Level.PARTNERSHIP
    return render_template("audit/plan/index.html", unit=unit, lines=shown, together=together)


@bp.route("/action-plan/<service_id>/new", methods=["GET", "POST"])
@needs(SIGN_AUDIT)
def new_line(service_id: str) -> ResponseReturnValue:
    """Add a line to the action plan."""
    unit, form = _unit(service_id), LineForm()
    names = pages.owners(unit.id, today())
    pages.offer(form, names)
    if not form.is_submitted():
        return render_template("audit/plan/new.html", unit=unit, form=form)
    if not pages.complete(form):
        return render_template("audit/plan/new.html", unit=unit, form=form), 422
    add_line(by=actor(), service_id=unit.id, planned=pages.planned(form, unit, today(), names))
    return kept("The action is planned.", url_for("audit.plan_page", service_id=unit.id))


@bp.get("/action-plan/<service_id>/<line_id>")
@needs(READ_AUDIT)
def line_page(service_id: str, line_id: str) -> ResponseReturnValue:
    """One line with the whole course of its measure."""
    return _line_page(_unit(service_id), line_id, WithdrawForm())


def _line_page(unit: Unit, line_id: str, form: WithdrawForm) -> str:
    of_line = queries.lines(frozenset({unit.id}), today(), line_id) or abort(404)
    return render_template("audit/plan/line.html", unit=unit, one=pages.shown(of_line[0], None), form=form)


@bp.post("/action-plan/<service_id>/<line_id>/withdraw")
@needs(SIGN_AUDIT)
def withdraw(service_id: str, line_id: str) -> ResponseReturnValue:
    """Withdraw a line, with the reason; once."""
    unit, form = _unit(service_id), WithdrawForm()
    line = queries.line(frozenset({unit.id}), line_id) or abort(404)
    if not form.validate_on_submit():
        return _line_page(unit, line_id, form), 422
    if line.withdrawn_at is None:
        withdraw_line(by=actor(), line=line, reason=form.reason.data)
        flash("The action is withdrawn.", "success")
    return redirect(url_for("audit.line_page", service_id=unit.id, line_id=line_id), 303)


@bp.route("/midpoints/<service_id>", methods=["GET", "POST"])
@needs(SIGN_AUDIT)
def midpoints_page(service_id: str) -> ResponseReturnValue:
    """The national mid-points against which the service's audits are judged."""
    unit, form, ruleset = _unit(service_id), MidpointForm(), load()
    form.measure.choices = pages.choices(ruleset)
    history = midpoint_history(services(), unit.id, ruleset)
    last = history[0][0].id if history else ""
    valid = form.validate_on_submit()
    if form.is_submitted() and form.differs(last):
        return stale(form, pages.differences(form, history), back=rooted(request.path), seen=last)
    if valid:
        texts = {"measure": form.measure.data, "percent": form.percent.data, "source": form.source.data}
        set_midpoint(by=actor(), service_id=unit.id, ruleset=ruleset, **texts)
        return kept("The mid-point is saved.", url_for("audit.midpoints_page", service_id=unit.id))
    form.seen.data = last
    page = render_template("audit/plan/midpoints.html", unit=unit, form=form, history=pages.listed(history))
    return page, 422 if form.is_submitted() else 200
