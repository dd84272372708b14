"""Signing in and out, staying signed in, one's own password, drafts."""

from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import now
from careplan.staff import browsers, queries
from careplan.staff.actions import drafts as draft_actions
from careplan.staff.actions import sign_in as sign_in_actions
from careplan.staff.actions import workers as worker_actions
from careplan.staff.doors import actor, begin_session, needs, signed_in
from careplan.staff.drafts import ONE_FORM, drafts_table, local_path, readable, with_draft
from careplan.staff.forms import NOT_PRESENT, REFUSED, PasswordForm, SignInForm
from careplan.staff.rules import Permission
from careplan.staff.views.blueprint import bp


@bp.get("/sign-in")
@needs(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The form, or Today for somebody signed in already."""
    if signed_in() is not None:
        return redirect("/", 303)
    return render_template("staff/sign-in.html", form=SignInForm(), left="left" in request.args)


@bp.post("/sign-in")
@needs(Permission.PUBLIC)
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
    target = with_draft(worker.id, local_path(request.args.get("next")) or "/")
    if worker.must_change:
        session["must_change"] = True
        target = url_for("staff.password")
    return browsers.remember(make_response(redirect(target, 303)), worker.id)


@bp.post("/sign-out")
@needs(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End the worker's sessions and have the browser forget what it kept, but not that the worker signed in here."""
    sign_in_actions.sign_out(by=actor())
    session.clear()
    answer = redirect(url_for("staff.sign_in", left=1), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/keep-alive")
@needs(Permission.SIGNED_IN)
def keep_alive() -> ResponseReturnValue:
    """The worker is still here; the guard has noted it."""
    return "", 204


@bp.get("/account/password")
@needs(Permission.SIGNED_IN)
def password() -> ResponseReturnValue:
    """The form for a new password."""
    return render_template("staff/password.html", form=PasswordForm(), must=session.get("must_change", False))


@bp.post("/account/password")
@needs(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """A new password ends every other session of the worker."""
    form, by, must = PasswordForm(), actor(), session.get("must_change", False)
    form.username_in_use = by.username
    if not form.validate():
        return render_template("staff/password.html", form=form, must=must), 422
    if not sign_in_actions.check_password(by, form.present.data, at=now()):
        form.present.errors = [NOT_PRESENT]
        return render_template("staff/password.html", form=form, must=must), 422
    worker = worker_actions.change_own_password(by=by, password=form.password.data, at=now())
    begin_session(worker.id, worker.session_key)
    flash("Password changed.", "success")
    return redirect("/", 303)


@bp.post("/drafts")
@needs(Permission.SIGNED_IN)
def save_draft() -> ResponseReturnValue:
    """Keep what is typed on the page at `draft_path`; the script calls this while somebody types."""
    path = local_path(request.form.get("draft_path"))
    if path is None or not readable(path):
        abort(422)
    pairs = request.form.items(multi=True)
    draft_actions.keep_draft(worker_id=actor().id, subject=path, form=ONE_FORM, pairs=pairs, at=now())
    return "", 204


@bp.get("/account/drafts")
@needs(Permission.SIGNED_IN)
def my_drafts() -> ResponseReturnValue:
    """What the worker typed and did not send."""
    return render_template("staff/drafts.html", drafts=drafts_table(queries.drafts(actor().id)))


@bp.post("/drafts/discard")
@needs(Permission.SIGNED_IN)
def discard_draft() -> ResponseReturnValue:
    """Forget a draft and show its page as it is saved, or the list that it was discarded from."""
    path = local_path(request.form.get("draft_path"))
    if path is None:
        abort(422)
    draft_actions.discard_draft(worker_id=actor().id, subject=path)
    flash("Draft discarded.", "info")
    if "from_list" in request.form:
        return redirect(url_for("staff.my_drafts"), 303)
    return redirect(path if readable(path) else "/", 303)
