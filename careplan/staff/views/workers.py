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
from careplan.staff.views.blueprint import bp, page
from careplan.ui.frame import kept, stale
from careplan.ui.paging import page_number

PAGE = 25


@bp.get("/workers")
@needs(MANAGE_WORKERS)
def workers() -> ResponseReturnValue:
    """Everybody with a role at the administrator's services, by name."""
    listed, total = pages.worker_list(services(), page_number(request.args.get("page", "1")), PAGE, today())
    return render_template("staff/workers.html", workers=listed, total=total)


@bp.route("/workers/new", methods=["GET", "POST"])
@needs(MANAGE_WORKERS)
def new_worker() -> ResponseReturnValue:
    """A new worker with a first role; a link to a password is made afterwards, on the worker's page."""
    form = pages.with_services(WorkerForm(), services())
    _proposed(form, form.from_on, today())
    if not form.validate_on_submit():
        return page("worker-new", form)
    try:
        worker = actions.add_worker(by=actor(), username=form.username.data, **pages.worker_details(form))
    except actions.Refused as refused:
        form.username.errors = [f"{refused}. Choose another"]
        return page("worker-new", form)
    actions.give_role(by=actor(), worker=worker, **pages.role_details(form))
    to = url_for("staff.worker", worker_id=worker.id)
    return kept(f"{worker.name} added. Make a link for the first sign-in.", to)


def _proposed(form: Any, field: Any, day: date) -> None:
    """Fill in the day, unless something was typed."""
    if not form.is_submitted() and not form.from_draft:
        field.process_data(day)


@bp.get("/workers/<worker_id>")
@needs(MANAGE_WORKERS)
def worker(worker_id: str) -> ResponseReturnValue:
    """One worker: details, roles at the administrator's services, what can be done."""
    worker = queries.worker(services(), worker_id) or abort(404)
    shown = pages.worker_page(services(), worker, actor(), today())
    return render_template("staff/worker.html", shown=shown, worker=worker)


@bp.route("/workers/<worker_id>/details", methods=["GET", "POST"])
@needs(MANAGE_WORKERS)
def details(worker_id: str) -> ResponseReturnValue:
    """Who the worker is."""
    lock = request.method == "POST"
    worker = queries.own_account(services(), worker_id, actor(), lock=lock) or abort(404)
    form, there = DetailsForm(), url_for("staff.worker", worker_id=worker_id)
    if not form.is_submitted():
        return page("worker-details", form.showing(worker), worker=worker)
    if form.differs(version := form.mark(worker)):
        return stale(form, form.differences(worker), back=there, seen=version)
    if not pages.details_fit(form, services(), worker, today()):
        return page("worker-details", form, worker=worker)
    actions.change_details(by=actor(), worker=worker, **pages.worker_details(form))
    return kept(f"Details of {worker.name} saved.", there)


@bp.route("/workers/<worker_id>/roles/new", methods=["GET", "POST"])
@needs(MANAGE_WORKERS)
def new_role(worker_id: str) -> ResponseReturnValue:
    """One more role, from its first day on."""
    worker = queries.worker(services(), worker_id) or abort(404)
    _not_oneself(worker_id)
    form = pages.with_services(RoleForm(), services())
    _proposed(form, form.from_on, today())
    if form.validate_on_submit() and pages.may_prescribe(form, worker):
        with at(form.role):
            actions.give_role(by=actor(), worker=worker, **pages.role_details(form))
            return kept("Role given.", url_for("staff.worker", worker_id=worker_id))
    return page("role-new", form, worker=worker)


@bp.route("/workers/<worker_id>/roles/<service_id>/<role>/<from_on>/end", methods=["GET", "POST"])
@needs(MANAGE_WORKERS)
def ending_role(worker_id: str, service_id: str, role: str, from_on: str) -> ResponseReturnValue:
    """The end of a role, which is filled once."""
    membership = pages.open_role(services(), worker_id, service_id, role, _day(from_on)) or abort(404)
    _not_oneself(worker_id)
    form = EndRoleForm()
    _proposed(form, form.until_on, max(today(), membership.from_on))
    if form.validate_on_submit():
        with at(form.until_on):
            actions.end_role(by=actor(), membership=membership, until_on=form.until_on.data)
            return kept("Role ended.", url_for("staff.worker", worker_id=worker_id))
    lines = pages.role_lines(services(), membership)
    return page("role-end", form, lines=lines, worker=queries.worker(services(), membership.worker_id))


def _not_oneself(worker_id: str) -> None:
    """Nobody lifts or ends their own role: another administrator does, or the command."""
    if worker_id == actor().id:
        abort(403)


def _day(text: str) -> date:
    try:
        return iso_day(text)
    except ValueError:
        abort(404)
