"""The diary, and appointments of a record: booking, outcomes, moving."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.actions import may_strike
from careplan.clients.codes import KEEP_DESK, READ_DESK, READ_RECORD, AppointmentOutcome
from careplan.clients.doors import reads_record
from careplan.contacts.actions import diary as acts
from careplan.contacts.forms.diary import (
    BookForm,
    MoveForm,
    OutcomeForm,
    RightOutcomeForm,
    WhyForm,
)
from careplan.contacts.pages import diary as pages
from careplan.contacts.pages import leads
from careplan.contacts.queries import diary as reads
from careplan.contacts.rules.diary import Outcome, series
from careplan.contacts.views.room import bp, record
from careplan.ground.clock import moment_of, now, today
from careplan.ground.corrections import is_live
from careplan.staff.codes import CLINICAL
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import names_at
from careplan.ui.frame import kept, stale, told
from careplan.ui.paging import page_number

if TYPE_CHECKING:
    from careplan.clients.models import Appointment, Episode


@bp.get("/diary")
@needs(READ_DESK)
def diary() -> ResponseReturnValue:
    """A day or a week of one worker or of everybody at the worker's services."""
    wanted = pages.asked(request.args, today())
    page = pages.diary(services(), actor(), wanted)
    return render_template(
        "contacts/diary.html",
        page=page,
        wanted=wanted,
        form=OutcomeForm(),
        on=today(),
        pages=pages,
        account=leads.account,
    )


@bp.get("/diary/note")
@needs(READ_RECORD)
def about() -> ResponseReturnValue:
    """From the choice of a client on Today to the note about them."""
    episode_id = request.args.get("about", "")
    if episode_id not in reads.caseload(services(), actor().id):
        abort(404)
    return redirect(url_for("contacts.new", episode_id=episode_id), 303)


@record.get("/appointments", READ_DESK)
def appointments(episode: "Episode") -> ResponseReturnValue:
    """The appointments of the record, the latest first."""
    page = reads.page(services(), episode, page_number(request.args.get("page", "1")))
    return render_template("contacts/appointments.html", episode=episode, table=pages.of_record(page))


@record.form("/appointments/new", KEEP_DESK)
def book(episode: "Episode") -> ResponseReturnValue:
    """An appointment or a series, or one of the past with its outcome; who is booked twice is told, not refused."""
    form, last = BookForm(), reads.last(services(), episode)
    workers, seen = names_at(episode.service_id, today(), CLINICAL), last.id if last else ""
    form.about(episode)
    form.among(workers)
    if not form.is_submitted():
        form.seen.data = seen
        if not form.from_draft:
            form.purpose.process_data(pages.purpose(request.args))
            mine = actor().id if actor().id in workers else episode.keyworker_id
            form.worker_id.process_data(mine if mine in workers else None)
        return render_template("contacts/book.html", form=form, episode=episode)
    if form.differs(seen):
        told_now = ("Appointment", pages.when(last) if last and is_live(last) else "", form.words.data or "")
        return stale(form, [told_now], back=_list(episode), seen=seen)
    if not form.validate():
        return render_template("contacts/book.html", form=form, episode=episode), 422
    days = series(form.day.data, form.every.data, form.times.data or 1)
    rows = [
        acts.book(by=actor(), episode=episode, booking=form.booking(), starts_at=moment_of(on, form.at.data))
        for on in days
    ]
    if settled := form.settled():
        return _been(episode, rows[0], settled)
    return _booked(episode, rows)


def _been(episode: "Episode", row: "Appointment", settled: Outcome) -> ResponseReturnValue:
    """An appointment of the past with what came of it; attended leads to its account, as from the diary."""
    acts.settle(by=actor(), episode=episode, row=row, settled=settled)
    _tell_twice([row])
    onward = leads.onward(episode, row, settled.outcome or "") if reads_record(episode.service_id) else ""
    return kept(f"Recorded: {pages.when(row)}, {pages.said(settled.outcome)}.", onward or _list(episode))


def _list(episode: "Episode") -> str:
    return url_for("contacts.appointments", episode_id=episode.id)


def _tell_twice(rows: list["Appointment"]) -> None:
    for sentence in pages.clashes(services(), rows):
        flash(sentence, "info")


def _booked(episode: "Episode", rows: list["Appointment"]) -> ResponseReturnValue:
    _tell_twice(rows)
    words = f"Booked: {pages.when(rows[0])}" + (f", and {len(rows) - 1} more." if rows[1:] else ".")
    return kept(words, _list(episode))


def _the(episode: "Episode", appointment_id: str) -> "Appointment":
    lock = request.method == "POST"
    return reads.appointment(services(), episode, appointment_id, lock=lock) or abort(404)


def _page(episode: "Episode", row: "Appointment") -> str:
    return url_for("contacts.appointment", episode_id=episode.id, appointment_id=row.root_id)


@record.form("/appointments/<appointment_id>", KEEP_DESK)
def appointment(episode: "Episode", appointment_id: str) -> ResponseReturnValue:
    """One appointment: what came of it, and why, where that is not known yet."""
    row, form = _the(episode, appointment_id), WhyForm()
    explains = row.outcome not in (None, AppointmentOutcome.ATTENDED) and row.outcome_words is None
    if form.is_submitted() and not explains:
        return told("Nothing is asked about this appointment any more.", _page(episode, row))
    if form.validate_on_submit():
        acts.explain(by=actor(), episode=episode, row=row, words=form.why.data)
        return kept("Saved.", _page(episode, row))
    values = {
        "rows": pages.told_here(row),
        "after": reads.successor(row),
        "explains": explains,
        "pages": pages,
    }
    values |= {"outcome_form": OutcomeForm(), "past": row.starts_at <= now(), "row": row, "form": form}
    values["strikes"] = reads_record(episode.service_id) or may_strike(
        actor(), episode.service_id, row.recorded_by
    )
    answer = render_template("contacts/appointment.html", episode=episode, account=leads.account, **values)
    return answer, 422 if form.errors else 200


@record.post("/appointments/<appointment_id>/outcome", KEEP_DESK)
def outcome(episode: "Episode", appointment_id: str) -> ResponseReturnValue:
    """What came of an appointment; attended leads to the review or the note that it was for."""
    row, form = _the(episode, appointment_id), OutcomeForm()
    here = pages.back(form.back.data, today()) if form.back.data else _page(episode, row)
    settled = form.settled()
    if not form.validate() or not pages.may_be(form, row):
        form.outcome.data = None
        return render_template("contacts/outcome.html", episode=episode, row=row, form=form, pages=pages), 422
    try:
        acts.settle(by=actor(), episode=episode, row=row, settled=settled)
    except acts.AlreadySettled:
        return told("Something else was recorded for this appointment already.", _page(episode, row))
    words = f"{episode.client.whole_name}: {pages.said(settled.outcome)}."
    onward = leads.onward(episode, row, settled.outcome or "") if reads_record(episode.service_id) else ""
    return kept(words, onward or here)


@record.form("/appointments/<appointment_id>/move", KEEP_DESK)
def move(episode: "Episode", appointment_id: str) -> ResponseReturnValue:
    """Another time in the place of this one, for who asked."""
    row, form = _the(episode, appointment_id), MoveForm()
    form.about(episode)
    if row.outcome is not None:
        return told("Something was recorded for this appointment already. Book another.", _page(episode, row))
    if not form.validate_on_submit():
        answer = render_template("contacts/move.html", episode=episode, row=row, form=form, pages=pages)
        return answer, 422 if form.is_submitted() else 200
    settled = Outcome(form.outcome.data, outcome_words=form.why.data)
    to = moment_of(form.day.data, form.at.data)
    return _booked(episode, [acts.move(by=actor(), episode=episode, row=row, to=to, settled=settled)])


@record.form("/appointments/<appointment_id>/correct", KEEP_DESK)
def correct_outcome(episode: "Episode", appointment_id: str) -> ResponseReturnValue:
    """The right outcome in the place of a wrong one."""
    row, form = _the(episode, appointment_id), RightOutcomeForm()
    if row.outcome is None:
        return told("Nothing is recorded for this appointment yet.", _page(episode, row))
    if not form.validate_on_submit():
        answer = render_template(
            "contacts/correct-outcome.html", episode=episode, row=row, form=form, pages=pages
        )
        return answer, 422 if form.is_submitted() else 200
    settled, why = form.settled(), form.why.data
    acts.correct_outcome(by=actor(), episode=episode, row=row, settled=settled, reason=why)
    return kept("Corrected.", _page(episode, row))
