"""All doses of a course, logging one of any day, and correcting a wrong entry."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.doors import opens_record
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.prescribing import actions, queries
from careplan.prescribing.actions import AlreadyLogged, Died, Given, Stopped
from careplan.prescribing.codes import DoseStatus, Source
from careplan.prescribing.forms.doses import CorrectForm, DoseForm
from careplan.prescribing.pages import status_words
from careplan.prescribing.queries import History
from careplan.prescribing.rules.entries import entry, key_of
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.missing import dose_after_missed
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.views.room import bp, history_of, may, page, place, refuse
from careplan.staff.doors import actor, needs, services
from careplan.staff.rules import Permission
from careplan.ui.paging import page_count

if TYPE_CHECKING:
    from decimal import Decimal

    from careplan.clients.models import Episode

SIZE = 28
LOGGED = "A dose of this day is already logged. Correct it if it is wrong"


@bp.get("/record/<episode_id>/prescribing/<course_id>/doses")
@needs(Permission.READ_RECORD)
@opens_record
def doses(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Every dose, newest first, corrected ones struck through."""
    known = history_of(episode, course_id)
    number = _number(request.args.get("page", "1"))
    found, total = queries.doses_page(services(), known.id, number, SIZE)
    pages = page_count(total, SIZE)
    if number > pages:
        abort(404)
    shown = {"number": number, "pages": pages, "total": total, "status_words": status_words}
    may_log = may(Permission.RECORD_DOSE, episode.service_id)
    here = partial(url_for, ".doses", episode_id=episode.id, course_id=known.id)
    return page(
        "doses",
        200,
        episode,
        known,
        found=found,
        may_log=may_log,
        page_url=lambda one: here(page=one),
        **shown,
    )


def _number(text: str) -> int:
    """A page number above 0; 404 for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number or abort(404)


@bp.route("/record/<episode_id>/prescribing/<course_id>/doses/log", methods=["GET", "POST"])
@needs(Permission.RECORD_DOSE)
@opens_record
def log_dose(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Log what became of the dose of one day; what a pharmacy already supplied is always saved."""
    known, form = history_of(episode, course_id), DoseForm()
    if form.validate_on_submit() and _has_place(known, form):
        stopped = _stopped(known, form.on.data)
        try:
            actions.log_dose(
                by=actor(),
                place=place(episode, known),
                given=_given(known, form),
                stopped=stopped,
                today=today(),
            )
        except AlreadyLogged:
            refuse(form, {"on": LOGGED})
        except Died as died:
            refuse(form, {"on": str(died)})
        except Stopped as stop:
            refuse(form, {"what": f"Nothing may be given. {stop}"})
        else:
            flash("Dose logged.", "success")
            return redirect(url_for(".doses", episode_id=episode.id, course_id=known.id), 303)
    elif request.method == "GET" and not form.from_draft:
        form.on.process_data(today())
    return page("log", 200 if request.method == "GET" else 422, episode, known, form=form)


def _has_place(known: History, form: DoseForm) -> bool:
    """The day lies in the course, and a dose was ordered for it unless one was typed."""
    day, course = form.on.data, known.course
    if day < course.first_dose_on or (course.ended_on is not None and day >= course.ended_on):
        refuse(form, {"on": "The day must lie within the course"})
    elif any(one.on == day and one.slot == 1 for one in known.logged):
        refuse(form, {"on": LOGGED})
    return not form.errors and _has_amount(known, form, day)


def _has_amount(known: History, form: DoseForm | CorrectForm, day: date) -> bool:
    """An empty amount means the dose ordered for the day, so there must be one."""
    if form.mg.data is None and known.order_on(day) is None:
        refuse(form, {"mg": "Enter the dose: none was ordered for that day"})
    return not form.errors


def _stopped(known: History, day: date) -> Finding | None:
    found = dose_after_missed(known.facts, day, day, standard())
    return next((one for one in found if one.blocks), None)


def _mg(known: History, day: date, typed: "Decimal | None") -> "Decimal | None":
    order = known.order_on(day)
    return typed if typed is not None else order.daily_mg if order else None


def _given(known: History, form: DoseForm) -> Given:
    day = form.on.data
    one = entry(form.what.data, known.supervised_on(day), form.source.data)
    mg = _mg(known, day, form.mg.data)
    return Given(day, one.mode, one.status, mg, one.cause, one.source, form.note.data, one.happened)


@bp.route("/record/<episode_id>/prescribing/<course_id>/doses/<dose_id>/correct", methods=["GET", "POST"])
@needs(Permission.RECORD_DOSE)
@opens_record
def correct_dose(episode: "Episode", course_id: str, dose_id: str) -> ResponseReturnValue:
    """Put the right entry in the place of a wrong one, with the reason."""
    known, form = history_of(episode, course_id), CorrectForm()
    dose = queries.dose(services(), known.id, dose_id) or abort(404)
    after = redirect(url_for(".doses", episode_id=episode.id, course_id=known.id), 303)
    if not is_live(dose):
        flash("This entry has been corrected already.", "info")
        return after
    if form.validate_on_submit() and _has_amount(known, form, dose.happened_on):
        try:
            _correct(episode, known, form, dose_id)
        except Died as died:
            refuse(form, {"what": str(died)})
        else:
            flash("Entry corrected. The old one stays, struck through.", "success")
            return after
    if request.method == "GET" and not form.from_draft:
        form.what.process_data(key_of(DoseStatus(dose.status)))
    status = 200 if request.method == "GET" else 422
    return page("correct", status, episode, known, form=form, dose=dose)


def _correct(episode: "Episode", known: History, form: CorrectForm, dose_id: str) -> None:
    dose = queries.dose(services(), known.id, dose_id) or abort(404)
    day = dose.happened_on
    one = entry(form.what.data, known.supervised_on(day), Source(dose.source or Source.OWN))
    mg = _mg(known, day, form.mg.data)
    given = Given(day, one.mode, one.status, mg, one.cause, one.source, dose.note, happened=True)
    actions.correct_dose(
        by=actor(),
        place=place(episode, known),
        dose=dose,
        given=given,
        reason=form.reason.data,
        stopped=_stopped(known, day),
    )
