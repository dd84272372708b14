"""Signing in and out, one's own password and drafts; a link to a password, and confirming whose it is."""

from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import now, today
from careplan.ground.permissions import PUBLIC
from careplan.staff import browsers, queries
from careplan.staff.actions import drafts
from careplan.staff.actions import sign_in as sign_in_actions
from careplan.staff.actions import workers as actions
from careplan.staff.codes import CONFIRM_WORKER, MANAGE_WORKERS, SIGNED_IN
from careplan.staff.doors import actor, begin_session, leave_device, needs, services, signed_in
from careplan.staff.drafts import ONE_FORM, drafts_table, local_path, readable, with_draft
from careplan.staff.forms.workers import (
    NOT_PRESENT,
    REFUSED,
    ConfirmForm,
    ConfirmWorkerForm,
    LinkForm,
    PasswordForm,
    SignInForm,
)
from careplan.staff.pages import workers as pages
from careplan.staff.queries import Resting
from careplan.staff.views.blueprint import bp, page
from careplan.ui.frame import kept, told
from careplan.ui.render import rooted


@bp.get("/sign-in")
@needs(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The form, or Today for somebody signed in already."""
    if signed_in() is not None:
        return redirect(rooted("/"), 303)
    return render_template("staff/sign-in.html", form=SignInForm(), left="left" in request.args)


@bp.post("/sign-in")
@needs(PUBLIC)
def send_sign_in() -> ResponseReturnValue:
    """One answer for an unknown name, a wrong password, a closed account and too many tries."""
    form = SignInForm()
    if not form.validate():
        return render_template("staff/sign-in.html", form=form, left=False), 422
    worker = sign_in_actions.sign_in(
        form.username.data, form.password.data, origin=browsers.origin_of(form.username.data), at=now()
    )
    if worker is None:
        form.username.errors = [REFUSED]
        return render_template("staff/sign-in.html", form=form, left=False), 422
    begin_session(worker.id, worker.session_key)
    target = rooted(with_draft(worker.id, local_path(request.args.get("next")) or "/"))
    if worker.must_change:
        session["must_change"] = True
        target = url_for("staff.password")
    return browsers.remember(make_response(redirect(target, 303)), worker.id)


@bp.post("/sign-out")
@needs(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End the worker's sessions and have the browser forget what it kept, but not that the worker signed in here."""
    sign_in_actions.sign_out(by=actor())
    leave_device()
    return redirect(url_for("staff.sign_in", left=1), 303)


@bp.post("/keep-alive")
@needs(SIGNED_IN)
def keep_alive() -> ResponseReturnValue:
    """The worker is still here; the guard has noted it."""
    return "", 204


@bp.route("/account/password", methods=["GET", "POST"])
@needs(SIGNED_IN)
def password() -> ResponseReturnValue:
    """A new password, which ends every other session of the worker."""
    form, by, must = PasswordForm(), actor(), session.get("must_change", False)
    form.username_in_use = by.username
    if not form.validate_on_submit():
        return page("password", form, must=must)
    if not sign_in_actions.check_password(by, form.present.data, at=now()):
        form.present.errors = [NOT_PRESENT]
        return page("password", form, must=must)
    own = queries.account(by.id)
    worker = actions.set_password(by=by, worker=own, password=form.password.data, at=now())
    begin_session(worker.id, worker.session_key)
    return kept("Password changed.", rooted("/"))


@bp.post("/drafts")
@needs(SIGNED_IN)
def save_draft() -> ResponseReturnValue:
    """Keep what is typed on the page at `draft_path`; the script calls this while somebody types."""
    path = local_path(request.form.get("draft_path"))
    if path is None or not readable(path):
        abort(422)
    pairs = request.form.items(multi=True)
    drafts.keep_draft(worker_id=actor().id, subject=path, form=ONE_FORM, pairs=pairs, at=now())
    return "", 204


@bp.get("/account/drafts")
@needs(SIGNED_IN)
def my_drafts() -> ResponseReturnValue:
    """What the worker typed and did not send."""
    return render_template("staff/drafts.html", drafts=drafts_table(queries.drafts(actor().id)))


@bp.post("/drafts/discard")
@needs(SIGNED_IN)
def discard_draft() -> ResponseReturnValue:
    """Forget a draft and show its page as it is saved, or the list that it was discarded from."""
    path = local_path(request.form.get("draft_path"))
    if path is None:
        abort(422)
    drafts.discard_draft(worker_id=actor().id, subject=path)
    flash("Draft discarded.", "info")
    if "from_list" in request.form:
        return redirect(url_for("staff.my_drafts"), 303)
    return redirect(rooted(path if readable(path) else "/"), 303)


@bp.get("/workers/<worker_id>/link")
@needs(MANAGE_WORKERS)
def new_link(worker_id: str) -> ResponseReturnValue:
    """Say what a link does before one is made."""
    worker = queries.own_account(services(), worker_id, actor(), today()) or abort(404)
    return render_template("staff/link-new.html", form=ConfirmForm(), worker=worker, link=None)


@bp.post("/workers/<worker_id>/link")
@needs(MANAGE_WORKERS)
def make_link(worker_id: str) -> ResponseReturnValue:
    """Show a link, this once."""
    worker = queries.own_account(services(), worker_id, actor(), today()) or abort(404)
    if worker.disabled_at is not None:
        return told("The account is closed. Open it first.", url_for("staff.worker", worker_id=worker_id))
    secret = actions.make_link(by=actor(), worker=worker, at=now())
    link = url_for("staff.choose_password", secret=secret, _external=True)
    return render_template("staff/link-new.html", form=ConfirmForm(), worker=worker, link=link)


@bp.route("/account/link/<secret>", methods=["GET", "POST"])
@needs(PUBLIC)
def choose_password(secret: str) -> ResponseReturnValue:
    """Whoever was given the link sets the password, once, and then signs in with it; reading it uses nothing up."""
    link = queries.link(secret, now())
    if link is None:
        return render_template("staff/link-dead.html"), 404
    form, worker = LinkForm(), queries.account(link.worker_id)
    form.username_in_use = worker.username
    if not form.validate_on_submit():
        return page("link", form, worker=worker)
    actions.use_link(link=link, password=form.password.data, at=now())
    session.clear()
    return kept(f"Password set. Sign in as {worker.username}.", url_for("staff.sign_in"))


@bp.route("/workers/<worker_id>/confirm", methods=["GET", "POST"])
@needs(CONFIRM_WORKER)
def confirming(worker_id: str) -> ResponseReturnValue:
    """Let the roles of a worker begin again, under the own password of whoever knows the person."""
    resting, form = _resting(worker_id), ConfirmWorkerForm()
    valid = form.validate_on_submit()
    if valid and not sign_in_actions.check_password(actor(), form.present.data, at=now()):
        valid, form.present.errors = False, [NOT_PRESENT]
    if not valid:
        return page("confirm", form, shown=pages.confirming(resting), worker=resting.worker)
    actions.confirm(by=actor(), resting=resting, at=now())
    return kept(f"{resting.worker.name} confirmed.", rooted("/"))


def _resting(worker_id: str) -> Resting:
    restings = queries.resting(services(), actor(), today(), worker_id)
    return restings[0] if restings else abort(404)
