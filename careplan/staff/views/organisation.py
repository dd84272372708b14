"""The administrator's services: added, described, renamed, closed, how they are reached; and the names above them."""

from flask import abort, render_template, request, url_for
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
from careplan.staff.views.blueprint import bp, page
from careplan.ui.frame import kept, stale


@bp.get("/services")
@needs(KEEP_SERVICES)
def services_list() -> ResponseReturnValue:
    """The administrator's services by name."""
    return render_template("staff/services.html", services=pages.listed(services(), today()))


@bp.route("/services/new", methods=["GET", "POST"])
@needs(KEEP_SERVICES)
def new_service() -> ResponseReturnValue:
    """One more service; the administrator is its first one."""
    form = pages.offered(NewServiceForm(), services())
    service = None
    if form.validate_on_submit():
        service = pages.add(form, actor(), queries.worker(services(), actor().id) or abort(404), today())
    if service is None:
        return page("service-new", form)
    return kept(f"{service.name} added. Give its workers their roles.", url_for("staff.services_list"))


@bp.route("/services/<service_id>", methods=["GET", "POST"])
@needs(KEEP_SERVICES)
def service(service_id: str) -> ResponseReturnValue:
    """What a service is called and offers; what was signed keeps the old name."""
    row = queries.service_row(services(), service_id, lock=request.method == "POST") or abort(404)
    form, there = ServiceForm(), url_for("staff.services_list")
    if not form.is_submitted():
        return page("service", form.showing(row.service), service=row.service)
    if form.differs(version := form.mark(row.service)):
        return stale(form, form.differences(row.service), back=there, seen=version)
    if not (form.validate() and pages.save(form, actor(), row.service)):
        return page("service", form, service=row.service)
    return kept(f"{row.service.name} saved.", there)


@bp.route("/services/<service_id>/closing", methods=["GET", "POST"])
@needs(KEEP_SERVICES)
def closing_service(service_id: str) -> ResponseReturnValue:
    """Set the day from which nothing is written there, or take it back."""
    sent = request.method == "POST"
    row = queries.service_row(services(), service_id, lock=sent) or abort(404)
    form = CloseServiceForm(obj=None if sent else row.service)
    if form.validate_on_submit():
        with pages.at(form.closed_on):
            actions.close_service(by=actor(), service=row.service, on=form.closed_on.data)
            to = url_for("staff.services_list")
            return kept(f"{row.service.name}: {pages.state(row.service.closed_on, today())}.", to)
    return page("service-close", form, service=row.service)


@bp.route("/organisation/<kind>/<unit_id>", methods=["GET", "POST"])
@needs(KEEP_SERVICES)
def unit(kind: str, unit_id: str) -> ResponseReturnValue:
    """The name of a provider or partnership, all of whose services are the administrator's."""
    model, words = pages.KINDS.get(kind) or abort(404)
    sent = request.method == "POST"
    result = queries.unit_of(services(), model, unit_id, lock=sent) or abort(404)
    form = NameForm(obj=None if sent else result)
    if form.validate_on_submit():
        with pages.at(form.name):
            actions.rename(by=actor(), unit=result, name=form.name.data)
            return kept(f"{result.name} saved.", url_for("staff.services_list"))
    return page("unit", form, words=words)


@bp.route("/reaching/<service_id>", methods=["GET", "POST"])
@needs(MANAGE_WORKERS)
def reaching(service_id: str) -> ResponseReturnValue:
    """How a service is reached."""
    service = queries.service_of(services(), service_id) or abort(404)
    form, there = ReachingForm(), url_for("staff.services_list")
    if not form.is_submitted():
        return page("reaching", form.showing(service), service=service)
    if form.differs(version := form.mark(service)):
        return stale(form, form.differences(service), back=there, seen=version)
    if not form.validate():
        return page("reaching", form, service=service)
    words = {field.name: field.data or None for field in form.shown_fields}
    actions.describe_reaching(by=actor(), service=service, **words)
    return kept(f"How to reach {service.name} saved.", there)
