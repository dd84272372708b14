"""The administrator's services: added, described, renamed, closed, how they are reached; and the names above them."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.staff import queries
from careplan.staff.actions import organisation as actions
from careplan.staff.codes import KEEP_SERVICES, MANAGE_WORKERS
from careplan.staff.doors import actor, needs, services
from careplan.staff.forms.organisation import (
    CloseServiceForm,
    NameForm,
    NewServiceForm,
    ReachingForm,
    ServiceForm,
)
from careplan.staff.pages import organisation as pages
from careplan.staff.views.blueprint import bp
from careplan.ui.frame import kept, stale


@bp.get("/services")
@needs(KEEP_SERVICES)
def services_list() -> ResponseReturnValue:
    """The administrator's services by name."""
    return render_template("staff/services.html", services=pages.listed(services(), today()))


@bp.get("/services/new")
@needs(KEEP_SERVICES)
def new_service() -> ResponseReturnValue:
    """The form for one more service."""
    form = pages.offered(NewServiceForm(), services())
    return render_template("staff/service-new.html", form=form)


@bp.post("/services/new")
@needs(KEEP_SERVICES)
def add_service() -> ResponseReturnValue:
    """Add it; the administrator is its first one."""
    form = pages.offered(NewServiceForm(), services())
    service = None
    if form.validate():
        service = pages.add(form, actor(), queries.worker(services(), actor().id) or abort(404), today())
    if service is None:
        return render_template("staff/service-new.html", form=form), 422
    return kept(f"{service.name} added. Give its workers their roles.", url_for("staff.services_list"))


@bp.get("/services/<service_id>")
@needs(KEEP_SERVICES)
def service(service_id: str) -> ResponseReturnValue:
    """The form for what a service is called and offers."""
    row = queries.service_row(services(), service_id) or abort(404)
    form = ServiceForm().showing(row.service)
    return render_template("staff/service.html", form=form, service=row.service)


@bp.post("/services/<service_id>")
@needs(KEEP_SERVICES)
def change_service(service_id: str) -> ResponseReturnValue:
    """Save what changed; what was signed keeps the old name."""
    row = queries.service_row(services(), service_id, lock=True) or abort(404)
    form, there = ServiceForm(), url_for("staff.services_list")
    if form.differs(version := form.mark(row.service)):
        return stale(form, form.differences(row.service), back=there, seen=version)
    if not (form.validate() and pages.save(form, actor(), row.service)):
        return render_template("staff/service.html", form=form, service=row.service), 422
    return kept(f"{row.service.name} saved.", there)


@bp.get("/services/<service_id>/closing")
@needs(KEEP_SERVICES)
def closing_service(service_id: str) -> ResponseReturnValue:
    """The form for the day from which nothing is written there."""
    row = queries.service_row(services(), service_id) or abort(404)
    form = CloseServiceForm()
    if not form.from_draft:
        form.closed_on.process_data(row.service.closed_on)
    return render_template("staff/service-close.html", form=form, service=row.service)


@bp.post("/services/<service_id>/closing")
@needs(KEEP_SERVICES)
def close_service(service_id: str) -> ResponseReturnValue:
    """Set the day, or take it back."""
    row = queries.service_row(services(), service_id, lock=True) or abort(404)
    form = CloseServiceForm()
    if form.validate():
        with pages.at(form.closed_on):
            actions.close_service(by=actor(), service=row.service, on=form.closed_on.data)
            to = url_for("staff.services_list")
            return kept(f"{row.service.name}: {pages.state(row.service.closed_on, today())}.", to)
    return render_template("staff/service-close.html", form=form, service=row.service), 422


@bp.get("/organisation/<kind>/<unit_id>")
@needs(KEEP_SERVICES)
def unit(kind: str, unit_id: str) -> ResponseReturnValue:
    """The form for the name of a provider or partnership, all of whose services are the administrator's."""
    model, words = pages.KINDS.get(kind) or abort(404)
    result = queries.unit_of(services(), model, unit_id) or abort(404)
    return render_template("staff/unit.html", form=NameForm(obj=result), words=words)


@bp.post("/organisation/<kind>/<unit_id>")
@needs(KEEP_SERVICES)
def rename_unit(kind: str, unit_id: str) -> ResponseReturnValue:
    """Rename it; what was signed keeps the old name."""
    model, words = pages.KINDS.get(kind) or abort(404)
    result = queries.unit_of(services(), model, unit_id, lock=True) or abort(404)
    form = NameForm()
    if form.validate():
        with pages.at(form.name):
            actions.rename(by=actor(), unit=result, name=form.name.data)
            return kept(f"{result.name} saved.", url_for("staff.services_list"))
    return render_template("staff/unit.html", form=form, words=words), 422


@bp.get("/reaching/<service_id>")
@needs(MANAGE_WORKERS)
def reaching(service_id: str) -> ResponseReturnValue:
    """The form with what is saved."""
    service = queries.service_of(services(), service_id) or abort(404)
    return render_template("staff/reaching.html", form=ReachingForm().showing(service), service=service)


@bp.post("/reaching/<service_id>")
@needs(MANAGE_WORKERS)
def save_reaching(service_id: str) -> ResponseReturnValue:
    """Save what changed."""
    service = queries.service_of(services(), service_id) or abort(404)
    form, there = ReachingForm(), url_for("staff.services_list")
    if form.differs(version := form.mark(service)):
        return stale(form, form.differences(service), back=there, seen=version)
    if not form.validate():
        return render_template("staff/reaching.html", form=form, service=service), 422
    words = {field.name: field.data or None for field in form.shown_fields}
    actions.describe_reaching(by=actor(), service=service, **words)
    return kept(f"How to reach {service.name} saved.", there)
