"""The weekly regimen."""

from typing import TYPE_CHECKING

from flask import flash
from flask.typing import ResponseReturnValue

from careplan.clients.doors import reopened
from careplan.ground.clock import now, today
from careplan.prescribing import actions
from careplan.prescribing.codes import PRESCRIBE
from careplan.prescribing.forms.agreeing import NOT_THEIRS
from careplan.prescribing.forms.orders import WeekForm
from careplan.prescribing.queries import History
from careplan.prescribing.rules.agreeing import Colleague
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.unjudged import unjudged_week
from careplan.prescribing.rules.week import Week, week_words
from careplan.prescribing.views.room import back, history_of, overview_url, page, record, refusals
from careplan.staff.actions.sign_in import check_colleague
from careplan.staff.codes import Role
from careplan.staff.doors import actor
from careplan.staff.queries import holders
from careplan.ui.frame import stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.form("/prescribing/<course_id>/week", PRESCRIBE)
def week(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Set the week; fewer supervised days in the first months ask for a reason.

    The present week is ticked; a new course begins with daily supervision from Monday to Saturday.
    """
    history, form = history_of(episode, course_id), WeekForm()
    names = holders(episode.service_id, Role.PRESCRIBER, today())
    form.second_prescriber.choices = {id_: name for id_, name in names.items() if id_ != actor().id}
    if not form.is_submitted():
        form.seen.data = _last(history)
        if not form.from_draft:
            form.effective_on.process_data(max(today(), history.course.first_dose_on))
            form.show(history.facts.weeks[-1].week if history.facts.weeks else Week("1111110", "1111110"))
        return page("week", 200, episode, history, form=form, findings=(), unjudged=_not_judged(history))
    if form.differs(_last(history)):
        return _stale(episode, history, form)
    findings: list[Finding] = []
    if form.validate_on_submit():
        episode, history, second = _second(episode, history, form)
        with refusals(form) as findings:
            _set(episode, history, form, second)
        if not form.errors:
            flash(f"Week set: {week_words(form.week())}.", "success")
            return back(episode)
    return page("week", 422, episode, history, form=form, findings=findings, unjudged=_not_judged(history))


def _not_judged(history: History) -> list[str]:
    return [*unjudged_week(history.health)] if history.health else []


def _second(
    episode: "Episode", history: History, form: WeekForm
) -> tuple["Episode", History, Colleague | None]:
    """The colleague who was named, once this is their password. Checking it ends the transaction: all is read anew."""
    asked = form.second_prescriber.data
    if not asked:
        return episode, history, None
    name = holders(episode.service_id, Role.PRESCRIBER, today())[asked]
    right = check_colleague(asked, form.second_password.data or "", at=now())
    episode = reopened()
    if not right:
        form.second_password.errors = [NOT_THEIRS.format(name=name)]
    return episode, history_of(episode, history.id), Colleague(asked, name) if right else None


def _set(episode: "Episode", history: History, form: WeekForm, second: Colleague | None) -> None:
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
        second=second,
    )


def _last(history: History) -> str:
    return history.regimens[-1].id if history.regimens else ""


def _stale(episode: "Episode", history: History, form: WeekForm) -> ResponseReturnValue:
    present = week_words(history.facts.weeks[-1].week) if history.facts.weeks else ""
    return stale(
        form, [("Week", present, week_words(form.week()))], back=overview_url(episode), seen=_last(history)
    )
