"""All doses of a course, logging one of any day, and correcting a wrong entry."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.prescribing import actions, queries
from careplan.prescribing.actions import AlreadyLogged, Died, Doubted, Given
from careplan.prescribing.codes import RECORD_DOSE, DoseStatus, Source
from careplan.prescribing.forms import SHORT
from careplan.prescribing.forms.doses import CorrectForm, DoseForm
from careplan.prescribing.labels import DOSES
from careplan.prescribing.pages import dose_notes, status_words
from careplan.prescribing.queries import History
from careplan.prescribing.rules.entries import key_of
from careplan.prescribing.rules.facts import day_words, on_depot
from careplan.prescribing.rules.giving import Doubt
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.views.giving import doubts_of, given, new, stopped
from careplan.prescribing.views.room import history_of, may, page, place, record, refuse
from careplan.staff.doors import actor, services
from careplan.ui.paging import page_count, page_number

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.prescribing.models import DoseEvent

SIZE = 28
LOGGED = "A dose of this day is already logged. Correct it if it is wrong"


@record.get("/prescribing/<course_id>/doses", READ_RECORD)
def doses(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Every dose, newest first, corrected ones struck through."""
    history = history_of(episode, course_id)
    number = page_number(request.args.get("page", "1"))
    doses, total = queries.doses_page(services(), history.id, number, SIZE)
    pages = page_count(total, SIZE)
    if number > pages:
        abort(404)
    shown = {"number": number, "pages": pages, "total": total, "logged": doses, "notes": dose_notes}
    words = partial(status_words, orders=history.facts.orders)
    here = partial(url_for, ".doses", episode_id=episode.id, course_id=history.id)
    shown |= {"status_words": words, "page_url": lambda one: here(page=one)}
    return page("doses", 200, episode, history, may_log=may(RECORD_DOSE, episode.service_id), **shown)


@record.form("/prescribing/<course_id>/doses/log", RECORD_DOSE)
def log_dose(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Log what became of the dose of one day; what happened is always saved, once it was looked at."""
    history = history_of(episode, course_id)
    form = DoseForm.of(history.facts.orders)
    if request.method == "GET":
        if not form.from_draft:
            form.begin(request.args, today())
        return page("log", 200, episode, history, form=form)
    valid = form.validate_on_submit()
    if request.form.get("change"):
        return page("log", 200, episode, history, form=form)
    if valid and _has_place(history, form):
        text = given(history, form, form.on.data, form.source.data, form.note.data)
        if questions := _tried(form, lambda: _log(episode, history, text)):
            return _ask(episode, history, form, questions, form.on.data)
        if not form.errors:
            flash("Dose logged.", "success")
            return _after(episode, history, form.on.data)
    return page("log", 422, episode, history, form=form)


def _after(episode: "Episode", history: History, on: date) -> ResponseReturnValue:
    """Back to the round where the worker came from it, else to the doses of the course."""
    if request.args.get("round"):
        return redirect(url_for(".dose_round", on=on.isoformat()), 303)
    return redirect(url_for(".doses", episode_id=episode.id, course_id=history.id), 303)


def _log(episode: "Episode", history: History, given: Given) -> None:
    stop = stopped(history.facts, given.on)
    actions.log_dose(
        by=actor(),
        place=place(episode, history),
        given=given,
        stopped=stop,
        today=today(),
        doubts=doubts_of(episode, history, history.facts, given, stop),
    )


def _tried(form: DoseForm | CorrectForm, write: Callable[[], None]) -> tuple[Doubt, ...]:
    """What is asked before the write, which is then not made; a refusal stands at its field."""
    try:
        write()
    except Doubted as doubted:
        return doubted.doubts
    except AlreadyLogged:
        refuse(form, {"on": LOGGED})
    except Died as died:
        refuse(form, {"on" if "on" in form else "what": str(died)})
    return ()


def _ask(
    episode: "Episode", history: History, form: DoseForm | CorrectForm, questions: tuple[Doubt, ...], on: date
) -> ResponseReturnValue:
    """The dose once more in large type; asked again at its field where the answer says nothing."""
    again = form.confirmed.data == form.mark(on)
    if again:
        refuse(form, {"because": SHORT})
    form.confirmed.process_data(form.mark(on))
    return page("confirm-dose", 422 if again else 200, episode, history, form=form, questions=questions)


def _has_place(history: History, form: DoseForm) -> bool:
    """The day lies in the course, and a dose was ordered for it unless one was typed."""
    day, course = form.on.data, history.course
    if day < course.first_dose_on or (course.ended_on is not None and day >= course.ended_on):
        refuse(form, {"on": "The day must lie within the course"})
    elif any(one.on == day and one.slot == 1 for one in history.logged):
        refuse(form, {"on": LOGGED})
    return not form.errors and _has_amount(history, form, day)


def _has_amount(history: History, form: DoseForm | CorrectForm, day: date) -> bool:
    """An empty amount means the dose ordered for the day, so there must be one; and nothing lasts into the past."""
    until = form.until.data
    if form.mg.data is None and form.what.data != "P" and history.order_on(day) is None:
        refuse(form, {"mg": "Enter the dose: none was ordered for that day"})
    elif form.what.data in ("P", "V") and on_depot(history.facts.orders, day):
        refuse(form, {"what": "A depot is neither vomited nor taken in part. Select what became of it"})
    elif until is not None and until < day:
        refuse(form, {"until": f"The last day handed out must be {day_words(day)} or later"})
    elif until is not None and (until - day).days >= standard(day)["prescription_longest"].whole:
        refuse(form, {"until": "No supply lasts that long. Check the year of the last day handed out"})
    return not form.errors


@record.form("/prescribing/<course_id>/doses/<dose_id>/correct", RECORD_DOSE)
def correct_dose(episode: "Episode", course_id: str, dose_id: str) -> ResponseReturnValue:
    """Put the right entry in the place of a wrong one, with the reason."""
    history = history_of(episode, course_id)
    dose = queries.dose(services(), history.id, dose_id) or abort(404)
    form = CorrectForm.of(history.facts.orders, dose.happened_on)
    after = redirect(url_for(".doses", episode_id=episode.id, course_id=history.id), 303)
    if not is_live(dose):
        flash("This entry has been corrected already.", "info")
        return after
    valid = form.validate_on_submit()
    if request.method == "GET" and not form.from_draft:
        form.what.process_data(key_of(DoseStatus(dose.status)))
        form.until.process_data(dose.covers_until)
    elif valid and not request.form.get("change") and _has_amount(history, form, dose.happened_on):
        if questions := _tried(form, lambda: _correct(episode, history, form, dose)):
            return _ask(episode, history, form, questions, dose.happened_on)
        if not form.errors:
            flash("Entry corrected. The old one stays, struck through.", "success")
            return after
    status = 422 if form.errors else 200
    return page("correct", status, episode, history, form=form, dose=dose, doses=DOSES)


def _correct(episode: "Episode", history: History, form: CorrectForm, dose: "DoseEvent") -> None:
    day, source = dose.happened_on, Source(dose.source or Source.OWN)
    text = given(history, form, day, source, dose.note)
    facts = history.without(dose.id)
    actions.correct_dose(
        by=actor(),
        place=place(episode, history),
        dose=dose,
        given=text,
        reason=form.reason.data,
        stopped=stopped(facts, day),
        doubts=new(doubts_of(episode, history, facts, text), history, facts, dose),
    )
