"""A link to a first or new password, choosing the password, and confirming whose it is."""

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import now, today
from careplan.staff import queries
from careplan.staff.actions import accounts as actions
from careplan.staff.actions import sign_in as sign_in_actions
from careplan.staff.doors import actor, needs, services
from careplan.staff.forms import NOT_PRESENT, ConfirmForm, ConfirmWorkerForm, LinkForm
from careplan.staff.pages import workers as pages
from careplan.staff.queries import Resting
from careplan.staff.rules import Permission
from careplan.staff.views.blueprint import bp


@bp.get("/workers/<worker_id>/link")
@needs(Permission.MANAGE_WORKERS)
def new_link(worker_id: str) -> ResponseReturnValue:
    """Say what a link does before one is made."""
    worker = queries.own_account(services(), worker_id, actor(), today()) or abort(404)
    return render_template("staff/link-new.html", form=ConfirmForm(), worker=worker, link=None)


@bp.post("/workers/<worker_id>/link")
@needs(Permission.MANAGE_WORKERS)
def make_link(worker_id: str) -> ResponseReturnValue:
    """Show a link, this once."""
    worker = queries.own_account(services(), worker_id, actor(), today()) or abort(404)
    if worker.disabled_at is not None:
        flash("The account is closed. Open it first.", "info")
        return redirect(url_for("staff.worker", worker_id=worker_id), 303)
    secret = actions.make_link(by=actor(), worker=worker, at=now())
    link = url_for("staff.choose_password", secret=secret, _external=True)
    return render_template("staff/link-new.html", form=ConfirmForm(), worker=worker, link=link)


@bp.get("/account/link/<secret>")
@needs(Permission.PUBLIC)
def choose_password(secret: str) -> ResponseReturnValue:
    """The form for whoever was given the link; reading it uses nothing up."""
    link = queries.link(secret, now())
    if link is None:
        return render_template("staff/link-dead.html"), 404
    return render_template("staff/link.html", form=LinkForm(), worker=queries.account(link.worker_id))


@bp.post("/account/link/<secret>")
@needs(Permission.PUBLIC)
def use_link(secret: str) -> ResponseReturnValue:
    """Set the password, once; then the worker signs in with it."""
    link = queries.link(secret, now())
    if link is None:
        return render_template("staff/link-dead.html"), 404
    form, worker = LinkForm(), queries.account(link.worker_id)
    form.username_in_use = worker.username
    if not form.validate():
        return render_template("staff/link.html", form=form, worker=worker), 422
    actions.use_link(link=link, password=form.password.data, at=now())
    session.clear()
    flash(f"Password set. Sign in as {worker.username}.", "success")
    return redirect(url_for("staff.sign_in"), 303)


@bp.get("/workers/<worker_id>/confirm")
@needs(Permission.CONFIRM_WORKER)
def confirming(worker_id: str) -> ResponseReturnValue:
    """Who it is, what begins again, and how the password came about."""
    resting = _resting(worker_id)
    return render_template(
        "staff/confirm.html", form=ConfirmWorkerForm(), shown=pages.confirming(resting), worker=resting.worker
    )


@bp.post("/workers/<worker_id>/confirm")
@needs(Permission.CONFIRM_WORKER)
def confirm(worker_id: str) -> ResponseReturnValue:
    """Let the roles begin again, under the own password of whoever knows the person."""
    resting, form = _resting(worker_id), ConfirmWorkerForm()
    valid = form.validate()
    if valid and not sign_in_actions.check_password(actor(), form.present.data, at=now()):
        valid, form.present.errors = False, [NOT_PRESENT]
    if not valid:
        shown = pages.confirming(resting)
        return render_template("staff/confirm.html", form=form, shown=shown, worker=resting.worker), 422
    actions.confirm(by=actor(), resting=resting, at=now())
    flash(f"{resting.worker.name} confirmed.", "success")
    return redirect("/", 303)


def _resting(worker_id: str) -> Resting:
    restings = queries.resting(services(), actor(), today(), worker_id)
    return restings[0] if restings else abort(404)
