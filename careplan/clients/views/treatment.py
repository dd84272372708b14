"""What the client was referred to, offered and given, with waits; and times away."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.doors import reopened
from careplan.clients.forms.episodes import CorrectForm, InterventionForm, StepsForm
from careplan.clients.pages import listed
from careplan.clients.pages import treatment as pages
from careplan.clients.rules.waits import started_before_offer
from careplan.clients.views.moving import moves
from careplan.clients.views.room import record
from careplan.ground.clock import today
from careplan.staff.doors import actor
from careplan.ui.frame import address, kept, stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode, Intervention


@record.get("/treatment", READ_RECORD)
def treatment(episode: "Episode") -> ResponseReturnValue:
    """Interventions with their waits, and pauses."""
    rows = [pages.intervention_line(row, today()) for row in queries.interventions(episode)]
    return render_template(
        "clients/treatment.html",
        episode=episode,
        treatments=listed.treatments(rows),
        away=listed.away(queries.pauses(episode)),
        keyworkers=listed.keyworkers(pages.keyworkers(episode)),
        may_strike=actions.may_strike,
        address=address,
    )


@record.form("/treatment/new", WRITE_ASSESSMENT)
def new_intervention(episode: "Episode") -> ResponseReturnValue:
    """A referral to treatment, and the steps that were taken by now."""
    form = InterventionForm()
    if not form.is_submitted() and not form.from_draft and not queries.interventions(episode):
        form.referred_on.process_data(episode.referred_on)
    days = pages.days_of(form, episode, today()) if form.is_submitted() else None
    if days is None:
        return _form_page("intervention", episode, form, None)
    actions.add_intervention(
        by=actor(), episode=episode, kind=form.kind.data, days=days, ending=form.ending.data
    )
    return _saved(episode, days, "Treatment recorded.")


def _form_page(
    template: str, episode: "Episode", form: Any, row: "Intervention | None", **shown: Any
) -> ResponseReturnValue:
    page = render_template(f"clients/{template}.html", episode=episode, form=form, row=row, **shown)
    return page, 422 if form.is_submitted() else 200


@record.form("/treatment/<intervention_id>", WRITE_ASSESSMENT)
def steps(episode: "Episode", intervention_id: str) -> ResponseReturnValue:
    """The steps still to come: offered, started, ended, each once."""
    row = queries.intervention(episode, intervention_id) or abort(404)
    form, version, days = StepsForm(), pages.version_of(row), None
    if not form.is_submitted():
        form.seen.data = version
    elif form.differs(version):
        back = url_for(".treatment", episode_id=episode.id)
        return stale(form, pages.step_differences(form, row), back=back, seen=version)
    else:
        pages.keep_filled(form, row)
        days = pages.days_of(form, episode, today(), row.referred_on)
    if days is None:
        line = pages.intervention_line(row, today())
        return _form_page("steps", episode, form, row, line=line, steps=pages.steps_taken(line))
    actions.fill_intervention(by=actor(), episode=episode, row=row, days=days, ending=form.ending.data)
    return _saved(episode, days, "Treatment saved.")


@record.form("/treatment/<intervention_id>/correct", WRITE_ASSESSMENT)
def correct(episode: "Episode", intervention_id: str) -> ResponseReturnValue:
    """A new row in the place of the mistaken one."""
    row = queries.intervention(episode, intervention_id) or abort(404)
    form, version, days = CorrectForm(obj=row), pages.version_of(row), None
    if not form.is_submitted():
        form.seen.data = version
    elif form.differs(version):
        back = url_for(".treatment", episode_id=episode.id)
        return stale(form, pages.step_differences(form, row), back=back, seen=version)
    else:
        days = pages.days_of(form, episode, today())
    if days is None:
        return _form_page("intervention", episode, form, row)
    shown = moves(episode, lambda: _corrected(episode, row, form, days))
    episode = reopened()
    if form.unseen(shown):
        return render_template("clients/intervention.html", episode=episode, form=form, row=row, moves=shown)
    _corrected(episode, row, form, days)
    return _saved(episode, days, "Treatment corrected.")


def _corrected(episode: "Episode", row: "Intervention", form: Any, days: Any) -> "Episode":
    kind, ending, reason = form.kind.data, form.ending.data, form.reason.data
    right = {"days": days, "kind": kind, "ending": ending, "reason": reason}
    actions.correct_intervention(by=actor(), episode=episode, row=row, **right)
    return episode


def _saved(episode: "Episode", days: Any, words: str) -> ResponseReturnValue:
    if started_before_offer(days):
        flash("Treatment started before the first appointment was offered. Check both days.", "info")
    return kept(words, url_for(".treatment", episode_id=episode.id))
