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


@bp.route("/caseload/hand-over", methods=["GET", "POST"])
@needs(HAND_OVER)
def hand_over() -> ResponseReturnValue:
    """Give chosen clients, nobody's or those of one keyworker, to a worker; whoever took one meanwhile keeps it."""
    form, posted = HandOverForm(), request.method == "POST"
    whose = form.shown.data if posted else request.args.get("whose")
    page = pages.hand_over(services(), whose or "", today())
    pages.offer(form, services(), page, today())
    gone = pages.still_here(form, page) if posted else 0
    episodes = pages.chosen(form, services(), page, today()) if form.validate_on_submit() else []
    if not episodes:
        form.seen.data = pages.version(page)
        return render_template("clients/hand-over.html", form=form, page=page), 422 if posted else 200
    count = actions.hand_over(by=actor(), episodes=episodes, keyworker_id=form.keyworker.data)
    flash(f"{counted(count, 'client')} handed over.", "success")
    if gone:
        flash(f"{counted(gone, 'client')} had been given to somebody else meanwhile.", "info")
    return redirect(url_for("clients.hand_over"), 303)


@bp.route("/workers/<worker_id>/account", methods=["GET", "POST"])
@needs(MANAGE_WORKERS)
def worker_account(worker_id: str) -> ResponseReturnValue:
    """Close the account, or open it again, as `closed` says; of the clients only their number is shown before."""
    worker = own_account(services(), worker_id, actor(), today()) or abort(404)
    if request.method != "POST":
        left = queries.kept_by_number(worker.id)
        return render_template("clients/worker-account.html", form=Form(), worker=worker, left=left)
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
