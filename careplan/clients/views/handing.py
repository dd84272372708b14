"""A manager hands clients over; an administrator closes an account and sees how many clients that leaves."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import HAND_OVER
from careplan.clients.forms.handing import HandOverForm
from careplan.clients.pages import handing as pages
from careplan.clients.views.room import bp
from careplan.ground.clock import now, today
from careplan.staff.actions.workers import open_account
from careplan.staff.codes import MANAGE_WORKERS
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import own_account
from careplan.ui.fields import Form
from careplan.ui.words import counted


@bp.get("/caseload/hand-over")
@needs(HAND_OVER)
def hand_over() -> ResponseReturnValue:
    """Nobody's clients, or those of one keyworker."""
    page = pages.hand_over(services(), request.args.get("whose", ""), today())
    form = pages.offer(HandOverForm(), services(), page, today())
    return render_template("clients/hand-over.html", form=form, page=page)


@bp.post("/caseload/hand-over")
@needs(HAND_OVER)
def handed_over() -> ResponseReturnValue:
    """Give the chosen clients to the worker; whoever took one meanwhile keeps it."""
    form = HandOverForm()
    page = pages.hand_over(services(), form.shown.data or "", today())
    pages.offer(form, services(), page, today())
    gone = pages.still_here(form, page)
    episodes = pages.chosen(form, services(), page, today()) if form.validate_on_submit() else []
    if not episodes:
        form.seen.data = pages.version(page)
        return render_template("clients/hand-over.html", form=form, page=page), 422
    count = actions.hand_over(by=actor(), episodes=episodes, keyworker_id=form.keyworker.data)
    flash(f"{counted(count, 'client')} handed over.", "success")
    if gone:
        flash(f"{counted(gone, 'client')} had been given to somebody else meanwhile.", "info")
    return redirect(url_for("clients.hand_over"), 303)


@bp.get("/workers/<worker_id>/account")
@needs(MANAGE_WORKERS)
def worker_account(worker_id: str) -> ResponseReturnValue:
    """Ask before the account is closed or opened; of the clients nothing is said but their number."""
    worker = own_account(services(), worker_id, actor(), today()) or abort(404)
    left = queries.kept_by_number(worker.id)
    return render_template("clients/worker-account.html", form=Form(), worker=worker, left=left)


@bp.post("/workers/<worker_id>/account")
@needs(MANAGE_WORKERS)
def turn_account(worker_id: str) -> ResponseReturnValue:
    """Close the account, or open it again: `closed` says which was asked."""
    worker = own_account(services(), worker_id, actor(), today()) or abort(404)
    text = request.form.get("closed")
    if text not in ("yes", "no"):
        abort(422)
    if text == "yes":
        left = actions.close_worker(by=actor(), worker=worker, at=now())
        waiting = (
            f" {counted(left, 'client')} without a keyworker now: the managers see them." if left else ""
        )
        flash(f"Account closed.{waiting}", "success")
    else:
        open_account(by=actor(), worker=worker)
        flash("Account opened.", "success")
    return redirect(url_for("staff.worker", worker_id=worker_id), 303)
