"""What the client was referred to, offered and given, with waits; and times away."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.doors import opens_record, reopened
from careplan.clients.forms.episodes import CorrectForm, InterventionForm, StepsForm
from careplan.clients.pages import listed
from careplan.clients.pages import treatment as pages
from careplan.clients.rules.waits import started_before_offer
from careplan.clients.views.moving import moves
from careplan.clients.views.room import bp
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs
from careplan.ui.frame import address, kept, stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode, Intervention


@bp.get("/record/<episode_id>/treatment")
@needs(READ_RECORD)
@opens_record
def treatment(episode: "Episode") -> ResponseReturnValue:
    """Interventions with their waits, and pauses."""
    rows = [pages.intervention_line(row, today()) for row in queries.interventions(episode)]
    return render_template(
        "clients/treatment.html",
        episode=episode,
        treatments=listed.treatments(rows),
        away=listed.away(queries.pauses(episode)),
        may_strike=actions.may_strike,
        address=address,
    )


@bp.get("/record/<episode_id>/treatment/new")
@needs(WRITE_ASSESSMENT)
@opens_record
def new_intervention(episode: "Episode") -> ResponseReturnValue:
    """The form for what the client is referred to."""
    form = InterventionForm()
    if not form.from_draft and not queries.interventions(episode):
        form.referred_on.process_data(episode.referred_on)
    return render_template("clients/intervention.html", episode=episode, form=form, row=None)


@bp.post("/record/<episode_id>/treatment/new")
@needs(WRITE_ASSESSMENT)
@opens_record
def add_intervention(episode: "Episode") -> ResponseReturnValue:
    """Record a referral to treatment, and the steps that were taken by now."""
    form = InterventionForm()
    days = pages.days_of(form, episode, today())
    if days is None:
        return render_template("clients/intervention.html", episode=episode, form=form, row=None), 422
    actions.add_intervention(
        by=actor(), episode=episode, kind=form.kind.data, days=days, ending=form.ending.data
    )
    return _saved(episode, days, "Treatment recorded.")


@bp.get("/record/<episode_id>/treatment/<intervention_id>")
@needs(WRITE_ASSESSMENT)
@opens_record
def steps(episode: "Episode", intervention_id: str) -> ResponseReturnValue:
    """The steps still to come."""
    row = queries.intervention(episode, intervention_id) or abort(404)
    form = StepsForm()
    form.seen.data = pages.version_of(row)
    line = pages.intervention_line(row, today())
    return render_template(
        "clients/steps.html", episode=episode, form=form, row=row, line=line, steps=pages.steps_taken(line)
    )


@bp.post("/record/<episode_id>/treatment/<intervention_id>")
@needs(WRITE_ASSESSMENT)
@opens_record
def fill_intervention(episode: "Episode", intervention_id: str) -> ResponseReturnValue:
    """Record offered, started, ended: each once."""
    row = queries.intervention(episode, intervention_id) or abort(404)
    form = StepsForm()
    version = pages.version_of(row)
    back = url_for(".treatment", episode_id=episode.id)
    if form.differs(version):
        return stale(form, pages.step_differences(form, row), back=back, seen=version)
    pages.keep_filled(form, row)
    days = pages.days_of(form, episode, today(), row.referred_on)
    if days is None:
        line = pages.intervention_line(row, today())
        return render_template(
            "clients/steps.html",
            episode=episode,
            form=form,
            row=row,
            line=line,
            steps=pages.steps_taken(line),
        ), 422
    actions.fill_intervention(by=actor(), episode=episode, row=row, days=days, ending=form.ending.data)
    return _saved(episode, days, "Treatment saved.")


@bp.get("/record/<episode_id>/treatment/<intervention_id>/correct")
@needs(WRITE_ASSESSMENT)
@opens_record
def correct(episode: "Episode", intervention_id: str) -> ResponseReturnValue:
    """The whole row, to be corrected."""
    row = queries.intervention(episode, intervention_id) or abort(404)
    form = CorrectForm(obj=row)
    form.seen.data = pages.version_of(row)
    return render_template("clients/intervention.html", episode=episode, form=form, row=row)


@bp.post("/record/<episode_id>/treatment/<intervention_id>/correct")
@needs(WRITE_ASSESSMENT)
@opens_record
def correct_intervention(episode: "Episode", intervention_id: str) -> ResponseReturnValue:
    """A new row in the place of the mistaken one."""
    row = queries.intervention(episode, intervention_id) or abort(404)
    form = CorrectForm()
    version = pages.version_of(row)
    if form.differs(version):
        back = url_for(".treatment", episode_id=episode.id)
        return stale(form, pages.step_differences(form, row), back=back, seen=version)
    days = pages.days_of(form, episode, today())
    if days is None:
        return render_template("clients/intervention.html", episode=episode, form=form, row=row), 422
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
