"""The administrator's pages: workers of the own services and their roles. No client is seen here."""

from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.ground.dates import iso_day
from careplan.staff import queries
from careplan.staff.actions import workers as actions
from careplan.staff.codes import MANAGE_WORKERS
from careplan.staff.doors import actor, needs, services
from careplan.staff.forms.workers import DetailsForm, EndRoleForm, RoleForm, WorkerForm
from careplan.staff.pages import workers as pages
from careplan.staff.pages.organisation import at
from careplan.staff.views.blueprint import bp
from careplan.ui.frame import kept, stale
from careplan.ui.paging import page_number

PAGE = 25


@bp.get("/workers")
@needs(MANAGE_WORKERS)
def workers() -> ResponseReturnValue:
    """Everybody with a role at the administrator's services, by name."""
    listed, total = pages.worker_list(services(), page_number(request.args.get("page", "1")), PAGE, today())
    return render_template("staff/workers.html", workers=listed, total=total)


@bp.get("/workers/new")
@needs(MANAGE_WORKERS)
def new_worker() -> ResponseReturnValue:
    """The form for a new worker with a first role."""
    form = pages.with_services(WorkerForm(), services())
    if not form.from_draft:
        form.from_on.process_data(today())
    return render_template("staff/worker-new.html", form=form)


@bp.post("/workers/new")
@needs(MANAGE_WORKERS)
def add_worker() -> ResponseReturnValue:
    """Add the worker and the role; a link to a password is made afterwards, on the worker's page."""
    form = pages.with_services(WorkerForm(), services())
    if not form.validate():
        return render_template("staff/worker-new.html", form=form), 422
    try:
        worker = actions.add_worker(by=actor(), username=form.username.data, **pages.worker_details(form))
    except actions.Refused as refused:
        form.username.errors = [f"{refused}. Choose another"]
        return render_template("staff/worker-new.html", form=form), 422
    actions.give_role(by=actor(), worker=worker, **pages.role_details(form))
    to = url_for("staff.worker", worker_id=worker.id)
    return kept(f"{worker.name} added. Make a link for the first sign-in.", to)


@bp.get("/workers/<worker_id>")
@needs(MANAGE_WORKERS)
def worker(worker_id: str) -> ResponseReturnValue:
    """One worker: details, roles at the administrator's services, what can be done."""
    worker = queries.worker(services(), worker_id) or abort(404)
    shown = pages.worker_page(services(), worker, actor(), today())
    return render_template("staff/worker.html", shown=shown, worker=worker)


@bp.get("/workers/<worker_id>/details")
@needs(MANAGE_WORKERS)
def details(worker_id: str) -> ResponseReturnValue:
    """The form for who the worker is."""
    worker = queries.own_account(services(), worker_id, actor()) or abort(404)
    form = DetailsForm().showing(worker)
    return render_template("staff/worker-details.html", form=form, worker=worker)


@bp.post("/workers/<worker_id>/details")
@needs(MANAGE_WORKERS)
def change_details(worker_id: str) -> ResponseReturnValue:
    """Save what changed."""
    worker = queries.own_account(services(), worker_id, actor(), lock=True) or abort(404)
    form, there = DetailsForm(), url_for("staff.worker", worker_id=worker_id)
    if form.differs(version := form.mark(worker)):
        return stale(form, form.differences(worker), back=there, seen=version)
    if not pages.details_fit(form, services(), worker, today()):
        return render_template("staff/worker-details.html", form=form, worker=worker), 422
    actions.change_details(by=actor(), worker=worker, **pages.worker_details(form))
    return kept(f"Details of {worker.name} saved.", there)


@bp.get("/workers/<worker_id>/roles/new")
@needs(MANAGE_WORKERS)
def new_role(worker_id: str) -> ResponseReturnValue:
    """The form for one more role."""
    worker = queries.worker(services(), worker_id) or abort(404)
    _not_oneself(worker_id)
    form = pages.with_services(RoleForm(), services())
    if not form.from_draft:
        form.from_on.process_data(today())
    return render_template("staff/role-new.html", form=form, worker=worker)


@bp.post("/workers/<worker_id>/roles/new")
@needs(MANAGE_WORKERS)
def give_role(worker_id: str) -> ResponseReturnValue:
    """Give the role from its first day on."""
    worker = queries.worker(services(), worker_id) or abort(404)
    _not_oneself(worker_id)
    form = pages.with_services(RoleForm(), services())
    if form.validate() and pages.may_prescribe(form, worker):
        with at(form.role):
            actions.give_role(by=actor(), worker=worker, **pages.role_details(form))
            return kept("Role given.", url_for("staff.worker", worker_id=worker_id))
    return render_template("staff/role-new.html", form=form, worker=worker), 422


@bp.get("/workers/<worker_id>/roles/<service_id>/<role>/<from_on>/end")
@needs(MANAGE_WORKERS)
def ending_role(worker_id: str, service_id: str, role: str, from_on: str) -> ResponseReturnValue:
    """The form for the end of a role."""
    membership = pages.open_role(services(), worker_id, service_id, role, _day(from_on)) or abort(404)
    _not_oneself(worker_id)
    form = EndRoleForm()
    if not form.from_draft:
        form.until_on.process_data(max(today(), membership.from_on))
    return _ending_page(form, membership)


@bp.post("/workers/<worker_id>/roles/<service_id>/<role>/<from_on>/end")
@needs(MANAGE_WORKERS)
def end_role(worker_id: str, service_id: str, role: str, from_on: str) -> ResponseReturnValue:
    """Fill the end, once."""
    membership = pages.open_role(services(), worker_id, service_id, role, _day(from_on)) or abort(404)
    _not_oneself(worker_id)
    form = EndRoleForm()
    if form.validate():
        with at(form.until_on):
            actions.end_role(by=actor(), membership=membership, until_on=form.until_on.data)
            return kept("Role ended.", url_for("staff.worker", worker_id=worker_id))
    return _ending_page(form, membership), 422


def _ending_page(form: EndRoleForm, membership: Any) -> str:
    worker = queries.worker(services(), membership.worker_id)
    lines = pages.role_lines(services(), membership)
    return render_template("staff/role-end.html", form=form, lines=lines, worker=worker)


def _not_oneself(worker_id: str) -> None:
    """Nobody lifts or ends their own role: another administrator does, or the command."""
    if worker_id == actor().id:
        abort(403)


def _day(text: str) -> date:
    try:
        return iso_day(text)
    except ValueError:
        abort(404)
