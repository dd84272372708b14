"""The page on which a second prescriber reads an order whole and agrees: at the desk, or later from Today."""

from typing import TYPE_CHECKING

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import MANAGE_RECORDS, READ_RECORD
from careplan.clients.doors import reopened
from careplan.ground.clock import now, today
from careplan.prescribing import actions, queries
from careplan.prescribing.actions import Blocked, NeedsAnswer, Refused
from careplan.prescribing.codes import PRESCRIBE, Agreed, Drug, Formulation, Phase
from careplan.prescribing.forms.agreeing import CHANGED, NOT_THEIRS, AgreeForm, PressForm
from careplan.prescribing.pages import chart
from careplan.prescribing.pages.agreements import AgreementPage
from careplan.prescribing.queries import History
from careplan.prescribing.rules.agreeing import Colleague
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.facts import Order
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.views.room import back, history_of, may, page, record, refuse
from careplan.staff.actions.sign_in import check_colleague
from careplan.staff.codes import Role
from careplan.staff.doors import actor, services
from careplan.staff.queries import holders
from careplan.ui.frame import kept

if TYPE_CHECKING:
    from careplan.clients.models import Episode

GONE = "{name} prescribes at this service no more. Withdraw this, and ask somebody else"


@record.get("/prescribing/<course_id>/agreement/<agreement_id>", READ_RECORD)
def agreement(episode: "Episode", course_id: str, agreement_id: str) -> ResponseReturnValue:
    """The order whole, with the facts it rests on."""
    history = history_of(episode, course_id)
    return _page(200, episode, history, _shown(episode, history, agreement_id), AgreeForm())


def _shown(episode: "Episode", history: History, agreement_id: str) -> AgreementPage:
    request = queries.agreement(services(), history.id, agreement_id) or abort(404)
    row, orders = request.row, tuple(row.id for row in history.orders)
    if row.ends:
        on = actions.ends_on(row, today())
        stops = Order(on, row.daily_mg, Formulation(row.formulation), Phase(row.phase))
        scripts = actions.still_standing(history, today())
        return AgreementPage(request, stops, actions.said_of_end(history, on, today()), orders, scripts)
    proposal = actions.proposed(row, episode, history, today())
    return AgreementPage(request, proposal.order, check(Context.ORDER, proposal), orders)


def _page(
    status: int, episode: "Episode", history: History, shown: AgreementPage, form: AgreeForm
) -> ResponseReturnValue:
    course, order = history.course, shown.order
    form.seen.data = shown.mark
    form.password.label.text = f"Password of {shown.agreement.asked_of}"
    proposed = order if shown.agreement.waits and not shown.ends else None
    drawn = chart(
        history.facts.orders,
        Drug(course.drug),
        course.first_dose_on,
        today(),
        history.standard(today()),
        proposed,
    )
    values = {"form": form, "press": PressForm(), "shown": shown, "chart": drawn}
    values |= {
        "may_answer": may(PRESCRIBE, episode.service_id),
        "may_note": _may_note(episode, shown),
    }
    return page("agree", status, episode, history, **values)


def _may_note(episode: "Episode", shown: AgreementPage) -> bool:
    """Whether this is told to the worker, who has not noted it."""
    row = shown.agreement.row
    if row.noted_at is not None or row.answer is None:
        return False
    if row.outside_name:
        return may(MANAGE_RECORDS, episode.service_id)
    return row.answer == Agreed.DECLINED and row.recorded_by == actor().id


@record.post("/prescribing/<course_id>/agreement/<agreement_id>", PRESCRIBE)
def answer_order(episode: "Episode", course_id: str, agreement_id: str) -> ResponseReturnValue:
    """The second prescriber's answer, under their own password, whoever is signed in at this desk."""
    history, form = history_of(episode, course_id), AgreeForm()
    shown = _shown(episode, history, agreement_id)
    if not shown.agreement.waits:
        flash(f"{shown.state}.", "info")
        return back(episode)
    if form.differs(shown.mark):
        form.form_errors.append(CHANGED)
    elif form.validate_on_submit():
        return _answered(course_id, agreement_id, form, _second(episode, shown, form))
    return _page(422, episode, history, shown, form)


def _second(episode: "Episode", shown: AgreementPage, form: AgreeForm) -> Colleague | None:
    """The colleague who was asked, when they may still prescribe here and this is their password."""
    asked_of, name = shown.agreement.row.asked_of or "", shown.agreement.asked_of
    if asked_of not in holders(episode.service_id, Role.PRESCRIBER, today()):
        form.form_errors.append(GONE.format(name=name))
        return None
    if not check_colleague(asked_of, form.password.data, at=now()):
        form.password.errors = [NOT_THEIRS.format(name=name)]
        return None
    return Colleague(asked_of, name)


def _answered(
    course_id: str, agreement_id: str, form: AgreeForm, second: Colleague | None
) -> ResponseReturnValue:
    """Checking the password ended the transaction: the course is read anew, and must be as it was shown."""
    episode = reopened()
    history = history_of(episode, course_id)
    shown = _shown(episode, history, agreement_id)
    if second is None:
        return _page(422, episode, history, shown, form)
    try:
        _write(episode, history, shown, form, second)
    except Refused as refused:
        refuse(form, {"answer": next(iter(refused.problems.values()))})
    except (Blocked, NeedsAnswer) as refused:
        refuse(form, {"answer": "; ".join(f"{one.rule}: {one.message}" for one in refused.findings)})
    return _page(422, episode, history, shown, form) if form.errors else back(episode)


def _write(
    episode: "Episode", history: History, shown: AgreementPage, form: AgreeForm, second: Colleague
) -> None:
    row = shown.agreement.row
    if form.answer.data is Agreed.DECLINED:
        words = form.words.data or ""
        actions.decline(by=actor(), second=second, row=row, episode=episode, history=history, words=words)
        flash(
            f"{second.name} does not agree. {'The course goes on' if shown.ends else 'Nothing is ordered'}.",
            "info",
        )
        return
    if form.differs(shown.mark):
        raise Refused({"answer": CHANGED})
    actions.agree(by=actor(), second=second, row=row, episode=episode, history=history, today=today())
    flash(f"{second.name} agrees. {'' if shown.ends else 'Dose ordered: '}{shown.words}.", "success")


@record.post("/prescribing/<course_id>/agreement/<agreement_id>/withdraw", PRESCRIBE)
def withdraw_order(episode: "Episode", course_id: str, agreement_id: str) -> ResponseReturnValue:
    """Nobody is asked any more; what is ordered stays as it is."""
    history = history_of(episode, course_id)
    shown = _shown(episode, history, agreement_id)
    if shown.agreement.waits:
        actions.withdraw(by=actor(), row=shown.agreement.row, episode=episode, history=history)
        flash("Withdrawn. What was ordered before stays.", "success")
    return back(episode)


@record.post("/prescribing/<course_id>/agreement/<agreement_id>/noted", READ_RECORD)
def note_agreement(episode: "Episode", course_id: str, agreement_id: str) -> ResponseReturnValue:
    """Whoever was told has seen it; it leaves Today."""
    history = history_of(episode, course_id)
    shown = _shown(episode, history, agreement_id)
    if _may_note(episode, shown):
        actions.noted(by=actor(), row=shown.agreement.row, episode=episode, history=history)
        return kept("Noted.", url_for("today.today"))
    return back(episode)
