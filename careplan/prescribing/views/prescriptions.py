"""Prescriptions: issuing one, and saying what became of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import abort, flash, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.ground.clock import today
from careplan.prescribing import actions, queries
from careplan.prescribing.actions import NewScript
from careplan.prescribing.codes import PRESCRIBE
from careplan.prescribing.forms.prescriptions import ScriptForm, ScriptStatusForm
from careplan.prescribing.pages import written as pages
from careplan.prescribing.queries import History, Script
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.prescriptions import LIVE, Covered
from careplan.prescribing.rules.week import WEEKDAYS, comes_on
from careplan.prescribing.views.room import back, history_of, page, record, refusals
from careplan.staff.doors import actor, services
from careplan.staff.queries import account

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.form("/prescribing/<course_id>/prescription", PRESCRIBE)
def issue(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Issue a prescription for days that have orders."""
    history, form = history_of(episode, course_id), ScriptForm()
    lost = {one.row.id: one for one in queries.lost(services(), history.id)}
    form.may_replace({id_: pages.lost_words(one) for id_, one in lost.items()})
    findings: list[Finding] = []
    if form.validate_on_submit():
        new = _written(form, lost)
        uk = history.standard(new.days.starts_on)
        with refusals(form) as findings:
            row = actions.issue_prescription(
                by=actor(), episode=episode, history=history, new=new, today=today(), standard=uk
            )
        if not form.errors:
            flash(f"Prescription recorded: {pages.total_words(row, history)}.", "success")
            return back(episode)
    elif request.method == "GET" and not form.from_draft:
        _suggest(form, history, next(iter(lost.values()), None))
    status = 200 if request.method == "GET" else 422
    return page("issue", status, episode, history, form=form, findings=findings)


def _written(form: ScriptForm, lost: Mapping[str, Script]) -> NewScript:
    days = Covered(form.starts_on.data, form.ends_on.data, form.serial.data)
    replaces = lost.get(form.replaces.data or "") if form.replaces else None
    profession = account(actor().id).profession
    more = (form.reason.data or "", replaces, profession)
    return NewScript(form.form.data, form.serial.data, form.signed_on.data, days, *more)


def _suggest(form: ScriptForm, history: History, lost: Script | None) -> None:
    """Two weeks from the next day on which the client collects, signed today; the days that are left of a lost one."""
    if lost is not None and lost.left:
        form.replaces.process_data(lost.row.id)
        form.signed_on.process_data(today())
        form.starts_on.process_data(max(lost.left[0], min(today(), lost.left[1])))
        form.ends_on.process_data(lost.left[1])
        return
    ahead = [today() + timedelta(days=more) for more in range(1, len(WEEKDAYS) + 1)]
    first_dose_on = history.course.first_dose_on
    first = next((day for day in ahead if comes_on(history.week_on(day), day, first_dose_on)), ahead[0])
    days = history.standard(today())["fp10mda_days"].whole
    form.signed_on.process_data(today())
    form.starts_on.process_data(first)
    form.ends_on.process_data(first + timedelta(days=days - 1))


@record.get("/prescribing/<course_id>/prescription/<prescription_id>/written", READ_RECORD)
def written(episode: "Episode", course_id: str, prescription_id: str) -> ResponseReturnValue:
    """What the form has to say: total in figures and words, instalments, until when it is good."""
    history = history_of(episode, course_id)
    script = queries.prescription(services(), history.id, prescription_id) or abort(404)
    values = {"rows": pages.rows(script, history), "supplies": pages.supplies(script.row, history)}
    return page("written", 200, episode, history, script=script, **values)


@record.form("/prescribing/<course_id>/prescription/<prescription_id>", PRESCRIBE)
def script(episode: "Episode", course_id: str, prescription_id: str) -> ResponseReturnValue:
    """Cancel a prescription, or say that it was lost or replaced."""
    history, form = history_of(episode, course_id), ScriptStatusForm()
    script = queries.prescription(services(), history.id, prescription_id) or abort(404)
    if script.status not in LIVE:
        flash(f"This prescription is {script.status} already.", "info")
        return back(episode)
    if form.validate_on_submit():
        said = {"status": form.status.data, "reason": form.reason.data, "until": form.dispensed_until.data}
        with refusals(form):
            actions.change_prescription(by=actor(), episode=episode, history=history, script=script, **said)
        if not form.errors:
            words = "Prescription changed. Ring the pharmacy, so that nothing more is dispensed on it."
            flash(words, "success")
            return back(episode)
    return page("script", 200 if request.method == "GET" else 422, episode, history, form=form, script=script)
