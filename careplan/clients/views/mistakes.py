"""Recorded by mistake: one page for every kind of row that a room offers to strike out."""

from typing import TYPE_CHECKING, Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from careplan.clients import actions
from careplan.clients.codes import KEEP_DESK, WRITE_ASSESSMENT, StrikeAnswer
from careplan.clients.doors import front, reads_record, reopened
from careplan.clients.forms.mistakes import AnswerForm, MistakeForm, SecondedForm, WithdrawForm
from careplan.clients.queries import worker_names
from careplan.clients.queries.mistakes import strike_request
from careplan.clients.views.room import record
from careplan.ground.clock import now, today
from careplan.ground.corrections import Refused, Why, is_live
from careplan.ground.gathering import mistakes
from careplan.ground.mistakes import Mistake
from careplan.staff.actions.sign_in import check_colleague
from careplan.staff.codes import CLINICAL
from careplan.staff.doors import actor
from careplan.staff.queries import holders
from careplan.staff.rules import Actor
from careplan.ui.fields import Form
from careplan.ui.frame import address, kept, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode, StrikeRequest

NOT_YOURS = "Only who recorded this, or a manager of the service, may say that it was a mistake"
NOT_THEIRS = (
    "This is not the password of {name}. After 10 tries you have to wait 15 minutes before you can try again"
)
GONE = "This was corrected or struck out already."


@record.form("/mistake/<kind>/<row_id>", KEEP_DESK)
def mistake(episode: "Episode", kind: str, row_id: str) -> ResponseReturnValue:
    """The row whole, why it was a mistake, and where it weighs, the colleague who agrees."""
    one, row = the_row(episode, kind, row_id)
    waits = strike_request(episode, kind, row_id, actor().id)
    if sentence := _over(episode, one, row):
        return _told(episode, waits, sentence)
    if waits is not None:
        return _waiting(episode, one, row, waits)
    form, may = _form(episode, one, row), _may(episode, one, row)
    if form.is_submitted() and not may:
        form.form_errors.append(NOT_YOURS)
    if not may or not form.validate_on_submit():
        return _page(episode, one, row, form)
    if isinstance(form, SecondedForm):
        return _seconded(one, row_id, form) if form.password.data else _later(episode, one, row_id, form)
    return _struck(episode, one, row, form, form.struck_for())


def the_row(episode: "Episode", kind: str, row_id: str) -> tuple[Mistake, Any]:
    """A row that may be struck out, with its kind: reception meets only what reception records; 404 for any other."""
    one = mistakes().get(kind) or abort(404)
    if not one.desk and episode.service_id not in actor().services(WRITE_ASSESSMENT):
        abort(404)
    return one, one.find(episode, row_id) or abort(404)


def _over(episode: "Episode", one: Mistake, row: Any) -> str | None:
    return one.why_not(episode, row) if is_live(row) else GONE


def _told(episode: "Episode", waits: "StrikeRequest | None", sentence: str) -> ResponseReturnValue:
    """Nothing is left to strike out: a colleague who was asked is asked no more."""
    if waits is not None:
        actions.answer_strike(by=actor(), episode=episode, row=waits, answer=StrikeAnswer.WITHDRAWN)
    return told(sentence, back_of(episode))


def _may(episode: "Episode", one: Mistake, row: Any) -> bool:
    return actions.may_strike(actor(), episode.service_id, one.author(row))


def _form(episode: "Episode", one: Mistake, row: Any) -> MistakeForm:
    form = _seconded_form(episode) if one.seconded(row) else MistakeForm()
    if one.again is not None:
        form.lead_on()
    return form


def _seconded_form(episode: "Episode") -> SecondedForm:
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
        return _told(episode, None, sentence)
    return _struck(episode, one, row, form, form.struck_for(f"agreed at the desk by {name}"))


def _later(episode: "Episode", one: Mistake, row_id: str, form: SecondedForm) -> ResponseReturnValue:
    """The colleague answers from their own Today; until then nothing changes."""
    values = {"kind": one.kind, "row_id": row_id, "colleague": form.colleague.data}
    actions.ask_to_strike(by=actor(), episode=episode, **values, **form.struck_for())
    to = back_of(episode)
    return kept(f"{form.colleagues[form.colleague.data]} is asked to agree. Until then nothing changes.", to)


def _waiting(episode: "Episode", one: Mistake, row: Any, waits: "StrikeRequest") -> ResponseReturnValue:
    """The colleague who was asked answers; whoever asked, or may strike it out, asks no more; nobody else reads why."""
    theirs = waits.answer is None and waits.asked_of == actor().id
    may = theirs or waits.asked_by == actor().id or _may(episode, one, row)
    form: AnswerForm | WithdrawForm = AnswerForm() if theirs else WithdrawForm()
    if form.is_submitted() and not may:
        form.form_errors.append(NOT_YOURS)
    if not may:
        return _page(episode, one, row, form)
    if not form.validate_on_submit():
        return _page(episode, one, row, form, waits)
    answer, words = (form.answer.data, form.words.data) if theirs else (StrikeAnswer.WITHDRAWN, None)
    actions.answer_strike(by=actor(), episode=episode, row=waits, answer=answer, words=words)
    if answer is StrikeAnswer.AGREED:
        why = Why(reason=f"{waits.reason} (agreed by {actor().name})", wrong_client=bool(waits.wrong_client))
        return _struck(episode, one, row, form, why, Actor(waits.asked_by, "", ""))
    return told("Nothing is struck out." if theirs else "Nobody is asked any more.", back_of(episode))


def _struck(
    episode: "Episode", one: Mistake, row: Any, form: Form, why: Why, by: Actor | None = None
) -> ResponseReturnValue:
    try:
        stands = one.strike(by=by or actor(), episode=episode, row=row, **why)
    except Refused as refused:
        form.form_errors.extend(refused.problems.values())
        return _page(episode, one, row, form)
    return kept(
        "Struck out as recorded by mistake. It stays in the history.", _onward(stands or episode, one, row)
    )


def _onward(episode: "Episode", one: Mistake, row: Any) -> str:
    """To the history; to the search for the right client where the row belongs to another."""
    if not is_live(episode):
        return address("clients.search" if episode.wrong_client else "today.today")
    if one.again is not None and row.wrong_client and row.struck_by == actor().id:
        return address("clients.right_client", episode_id=episode.id, kind=one.kind, row_id=row.id)
    return back_of(episode)


def _page(
    episode: "Episode", one: Mistake, row: Any, form: Form, waits: "StrikeRequest | None" = None
) -> ResponseReturnValue:
    names = worker_names({waits.asked_by, waits.asked_of}) if waits else {}
    values = {"one": one, "rows": one.shown(row), "form": form, "waits": waits, "names": names}
    values |= {"may": _may(episode, one, row), "not_yours": NOT_YOURS, "stays": _stays(episode, one, row)}
    status = 422 if form.errors else 200
    return render_template("clients/mistake.html", episode=episode, back=back_of(episode), **values), status


def _stays(episode: "Episode", one: Mistake, row: Any) -> list[tuple[str, str]]:
    """What is not struck out with the row: sentences, each with the page that strikes it, empty without one."""
    listed = one.stays(episode, row, actor().services(WRITE_ASSESSMENT))
    return [(words, address(page[0], **page[1]) if page else "") for words, page in listed]


def back_of(episode: "Episode") -> str:
    """The history, or for reception, who reads none, the first page of the record."""
    reads = reads_record(episode.service_id)
    return address("record.history" if reads else front(episode.service_id), episode_id=episode.id)
