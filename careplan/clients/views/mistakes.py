"""Recorded by mistake: one page for every kind of row that a room offers to strike out."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from careplan.clients import actions
from careplan.clients.doors import opens_record, reopened
from careplan.clients.forms.mistakes import MistakeForm, SecondedForm
from careplan.clients.views.room import bp
from careplan.ground.clock import now, today
from careplan.ground.corrections import Refused, is_live
from careplan.ground.gathering import mistakes
from careplan.ground.offers import Mistake
from careplan.staff.actions.sign_in import check_colleague
from careplan.staff.doors import actor, needs
from careplan.staff.queries import holders
from careplan.staff.rules import CLINICAL, Permission
from careplan.ui.frame import address

if TYPE_CHECKING:
    from careplan.clients.models import Episode

NOT_YOURS = "Only who recorded this, or a manager of the service, may say that it was a mistake"
NOT_THEIRS = (
    "This is not the password of {name}. After 10 tries you have to wait 15 minutes before you can try again"
)
GONE = "This was corrected or struck out already."


@bp.route("/record/<episode_id>/mistake/<kind>/<row_id>", methods=["GET", "POST"])
@needs(Permission.WRITE_ASSESSMENT)
@opens_record
def mistake(episode: "Episode", kind: str, row_id: str) -> ResponseReturnValue:
    """The row whole, why it was a mistake, and where it weighs, the colleague who agrees."""
    one = mistakes().get(kind) or abort(404)
    row = one.find(episode, row_id) or abort(404)
    if sentence := _over(episode, one, row):
        flash(sentence, "info")
        return redirect(_back(episode), 303)
    form, may = _form(episode, one, row), _may(episode, one, row)
    if form.is_submitted() and not may:
        form.form_errors.append(NOT_YOURS)
    if not may or not form.validate_on_submit():
        return _page(episode, one, row, form)
    if isinstance(form, SecondedForm):
        return _seconded(one, row_id, form)
    return _struck(episode, one, row, form, form.why.data)


def _over(episode: "Episode", one: Mistake, row: Any) -> str | None:
    return one.why_not(episode, row) if is_live(row) else GONE


def _may(episode: "Episode", one: Mistake, row: Any) -> bool:
    return actions.may_strike(actor(), episode.service_id, one.author(row))


def _form(episode: "Episode", one: Mistake, row: Any) -> MistakeForm:
    if not one.seconded(row):
        return MistakeForm()
    names: dict[str, str] = {}
    for role in sorted(CLINICAL):
        names |= holders(episode.service_id, role, today())
    names.pop(actor().id, None)
    return SecondedForm.of(dict(sorted(names.items(), key=lambda pair: (pair[1], pair[0]))))


def _seconded(one: Mistake, row_id: str, form: SecondedForm) -> ResponseReturnValue:
    """Checking the password ends the transaction: the row is read anew."""
    colleague = form.colleague.data
    name = form.colleagues[colleague]
    theirs = check_colleague(colleague, form.password.data, at=now())
    episode = reopened()
    row = one.find(episode, row_id) or abort(404)
    if not theirs:
        form.password.errors = [NOT_THEIRS.format(name=name)]
        return _page(episode, one, row, form)
    if sentence := _over(episode, one, row):
        flash(sentence, "info")
        return redirect(_back(episode), 303)
    return _struck(episode, one, row, form, f"{form.why.data} (agreed at the desk by {name})")


def _struck(
    episode: "Episode", one: Mistake, row: Any, form: MistakeForm, reason: str
) -> ResponseReturnValue:
    try:
        stands = one.strike(by=actor(), episode=episode, row=row, reason=reason)
    except Refused as refused:
        form.form_errors.extend(refused.problems.values())
        return _page(episode, one, row, form)
    flash("Struck out as recorded by mistake. It stays in the history.", "success")
    return redirect(_back(stands or episode) if is_live(stands or episode) else address("today.today"), 303)


def _page(episode: "Episode", one: Mistake, row: Any, form: MistakeForm) -> ResponseReturnValue:
    values = {"one": one, "rows": one.shown(row), "form": form, "may": _may(episode, one, row)}
    status = 422 if form.errors else 200
    return render_template("clients/mistake.html", episode=episode, back=_back(episode), **values), status


def _back(episode: "Episode") -> str:
    return address("record.history", episode_id=episode.id)
