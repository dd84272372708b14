"""The weekly regimen."""

from typing import TYPE_CHECKING

from flask import flash
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.prescribing import actions
from careplan.prescribing.codes import PRESCRIBE
from careplan.prescribing.forms.orders import WeekForm
from careplan.prescribing.queries import History
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.week import Week, week_words
from careplan.prescribing.views.room import back, history_of, overview_url, page, record, refusals
from careplan.staff.doors import actor
from careplan.ui.frame import stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.form("/prescribing/<course_id>/week", PRESCRIBE)
def week(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Set the week; fewer supervised days in the first months ask for a reason.

    The present week is ticked; a new course begins with daily supervision from Monday to Saturday.
    """
    history, form = history_of(episode, course_id), WeekForm()
    if not form.is_submitted():
        form.seen.data = _last(history)
        if not form.from_draft:
            form.effective_on.process_data(max(today(), history.course.first_dose_on))
            form.show(history.facts.weeks[-1].week if history.facts.weeks else Week("1111110", "1111110"))
        return page("week", 200, episode, history, form=form, findings=())
    if form.differs(_last(history)):
        return _stale(episode, history, form)
    findings: list[Finding] = []
    if form.validate_on_submit():
        with refusals(form) as findings:
            _set(episode, history, form)
        if not form.errors:
            flash(f"Week set: {week_words(form.week())}.", "success")
            return back(episode)
    return page("week", 422, episode, history, form=form, findings=findings)


def _set(episode: "Episode", history: History, form: WeekForm) -> None:
    actions.set_week(
        by=actor(),
        episode=episode,
        history=history,
        week=form.week(),
        effective_on=form.effective_on.data,
        reason=form.reason.data or "",
        today=today(),
        standard=history.standard(form.effective_on.data),
        correction_reason=form.correction_reason.data or "",
    )


def _last(history: History) -> str:
    return history.regimens[-1].id if history.regimens else ""


def _stale(episode: "Episode", history: History, form: WeekForm) -> ResponseReturnValue:
    present = week_words(history.facts.weeks[-1].week) if history.facts.weeks else ""
    return stale(
        form, [("Week", present, week_words(form.week()))], back=overview_url(episode), seen=_last(history)
    )
