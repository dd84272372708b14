"""A manager hands clients over, a keyworker their own.

An administrator closes an account and sees how many clients that leaves.
"""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import HAND_OVER, WRITE_ASSESSMENT, HandOverAnswer
from careplan.clients.pages import handing as pages
from careplan.clients.views.room import bp
from careplan.ground.clock import now, today
from careplan.staff.actions.workers import open_account
from careplan.staff.codes import MANAGE_WORKERS
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import own_account
from careplan.ui.fields import Form
from careplan.ui.frame import kept, told
from careplan.ui.paging import page_number
from careplan.ui.words import counted

WAITS_NO_MORE = "What you answered waits no more."


@bp.route("/caseload/hand-over", methods=["GET", "POST"])
@needs(HAND_OVER)
def hand_over() -> ResponseReturnValue:
    """Give chosen clients, nobody's or those of one keyworker, to a worker; whoever took one meanwhile keeps it."""
    posted = request.method == "POST"
    whose = request.form.get("shown") if posted else request.args.get("whose")
    page = pages.hand_over(services(), whose or "", today())
    return _handing(services(), page, url_for("clients.hand_over"))


@bp.route("/caseload/hand-over/mine", methods=["GET", "POST"])
@needs(WRITE_ASSESSMENT)
def hand_over_mine() -> ResponseReturnValue:
    """Give own clients, some or all, to a colleague, who accepts or puts back."""
    mine = actor().services(WRITE_ASSESSMENT)
    return _handing(mine, pages.own(mine, actor().id, today()), url_for("clients.hand_over_mine"))


def _handing(here: frozenset[str], page: pages.HandOver, back: str) -> ResponseReturnValue:
    posted = request.method == "POST"
    form = pages.offer(here, page, today())
    gone = pages.still_here(form, page) if posted else 0
    episodes = pages.chosen(form, here, page, today()) if form.validate_on_submit() else []
    if not episodes:
        form.seen.data = pages.version(page)
        shown = {"form": form, "page": page, "here": back}
        return render_template("clients/hand-over.html", **shown), 422 if posted else 200
    notes = {one.id: form.note_of(one.id) for one in episodes}
    made = actions.hand_over(by=actor(), episodes=episodes, keyworker_id=form.keyworker.data, notes=notes)
    if made.given:
        flash(f"{counted(made.given, 'client')} handed over.", "success")
    if made.asked:
        flash(f"{counted(made.asked, 'client')} handed over once {pages.name(form)} accepts.", "success")
    if gone:
        flash(f"{counted(gone, 'client')} had been given to somebody else meanwhile.", "info")
    return redirect(back, 303)


@bp.route("/caseload/handed-over", methods=["GET", "POST"])
@needs(WRITE_ASSESSMENT)
def handed_over() -> ResponseReturnValue:
    """What was handed to the worker, to accept or put back, some or all; and what waits for others."""
    page = pages.handed(services(), actor(), page_number(request.args.get("page", "1")))
    form = pages.answer_form(page)
    gone, posted = pages.still_waiting(form, page), request.method == "POST"
    if posted and (not page.mine or (gone and not form.clients.data)):
        return told(WAITS_NO_MORE, url_for("clients.handed_over"))
    if not page.mine or not form.validate_on_submit():
        shown = {"page": page, "form": form, "may_take_back": pages.may_take_back, "free": Form()}
        return render_template("clients/handed-over.html", **shown), 422 if form.errors else 200
    chosen = [one.row for one in page.mine if one.row.id in form.clients.data]
    answer = HandOverAnswer(form.answer.data)
    count = actions.answer_hand_overs(by=actor(), rows=chosen, answer=answer, words=form.words.data)
    if gone := gone + len(chosen) - count:
        flash(f"{counted(gone, 'client')} waited no more.", "info")
    took = answer is HandOverAnswer.ACCEPTED
    verb = "You are the keyworker of" if took else "You put back"
    return kept(f"{verb} {counted(count, 'client')}{' now' if took else ''}.", url_for("today.today"))


@bp.post("/caseload/handed-over/<hand_over_id>/take-back")
@needs(WRITE_ASSESSMENT)
def take_back(hand_over_id: str) -> ResponseReturnValue:
    """Take a hand-over back that nobody answered; one that was answered meanwhile stays as it is."""
    page, here = pages.handed(services(), actor()), url_for("clients.handed_over")
    one = next((one for one in (*page.others, *page.mine) if one.row.id == hand_over_id), None)
    if one is None:
        queries.handed(services(), hand_over_id) or abort(404)
        return told(WAITS_NO_MORE, here)
    if not pages.may_take_back(actor(), one):
        return told("Whoever handed the client over takes it back, or a manager of the service.", here)
    if not actions.answer_hand_overs(by=actor(), rows=[one.row], answer=HandOverAnswer.TAKEN_BACK):
        return told(WAITS_NO_MORE, here)
    return kept(f"{one.client} stays with {one.keyworker}.", here)


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
