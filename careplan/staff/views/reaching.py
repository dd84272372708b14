"""How clients reach a service: kept by its administrator, printed on what clients carry home."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.staff import queries
from careplan.staff.actions.reaching import describe_reaching
from careplan.staff.doors import actor, needs, services
from careplan.staff.forms import ReachingForm
from careplan.staff.rules import Permission
from careplan.staff.views.blueprint import bp
from careplan.ui.frame import stale


@bp.get("/reaching/<service_id>")
@needs(Permission.MANAGE_WORKERS)
def reaching(service_id: str) -> ResponseReturnValue:
    """The form with what is saved."""
    service = queries.service_of(services(), service_id) or abort(404)
    form = ReachingForm()
    form.seen.data = form.mark(service)
    if not form.from_draft:
        for field in form.shown_fields:
            field.process_data(getattr(service, field.name))
    return render_template("staff/reaching.html", form=form, service=service)


@bp.post("/reaching/<service_id>")
@needs(Permission.MANAGE_WORKERS)
def save_reaching(service_id: str) -> ResponseReturnValue:
    """Save what changed."""
    service = queries.service_of(services(), service_id) or abort(404)
    form, there = ReachingForm(), url_for("staff.services_list")
    if form.differs(version := form.mark(service)):
        lines = [(one.called, getattr(service, one.name) or "", one.typed) for one in form.shown_fields]
        return stale(form, lines, back=there, seen=version)
    if not form.validate():
        return render_template("staff/reaching.html", form=form, service=service), 422
    words = {field.name: field.data or None for field in form.shown_fields}
    describe_reaching(by=actor(), service=service, **words)
    flash(f"How to reach {service.name} saved.", "success")
    return redirect(there, 303)
