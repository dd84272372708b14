"""Who keeps the case, when it was triaged; and times away."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.doors import opens_record
from careplan.clients.forms.episodes import AllocateForm, BackForm, PauseForm
from careplan.clients.pages import treatment as pages
from careplan.clients.rules.people import under_age
from careplan.clients.rules.words import PAUSES
from careplan.clients.views.room import bp
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs
from careplan.staff.rules import Permission
from careplan.ui.frame import stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/record/<episode_id>/referral")
@needs(Permission.REGISTER_CLIENT)
@opens_record
def referral(episode: "Episode") -> ResponseReturnValue:
    """Keyworker, triage, priority, consent."""
    return render_template(
        "clients/allocate.html", episode=episode, form=pages.allocate_form(AllocateForm(), episode, today())
    )


@bp.post("/record/<episode_id>/referral")
@needs(Permission.REGISTER_CLIENT)
@opens_record
def allocate(episode: "Episode") -> ResponseReturnValue:
    """Save what changed."""
    form = AllocateForm()
    differences = pages.allocate_differences(form, episode, today())
    version = pages.referral_version(episode)
    here = url_for(".overview", episode_id=episode.id)
    if form.differs(version):
        return stale(form, differences, back=here, seen=version)
    good = form.validate_on_submit() and pages.triage_fits(form, episode)
    if not good:
        return render_template("clients/allocate.html", episode=episode, form=form), 422
    by, consent = actor(), {"yes": True, "no": False}.get(form.ndtms_consent.data)
    actions.allocate_keyworker(by=by, episode=episode, keyworker_id=form.keyworker.data)
    actions.describe_referral(by=by, episode=episode, priority=form.priority.data, ndtms_consent=consent)
    if form.triaged_on.data and episode.triaged_on is None:
        actions.record_triage(by=by, episode=episode, triaged_on=form.triaged_on.data)
        if under_age(episode.client.date_of_birth, form.triaged_on.data):
            flash(f"{episode.client.first_name} was under 18 at triage.", "info")
    flash("Referral saved.", "success")
    return redirect(here, 303)


@bp.get("/record/<episode_id>/pauses/new")
@needs(Permission.WRITE_ASSESSMENT)
@opens_record
def new_pause(episode: "Episode") -> ResponseReturnValue:
    """The form for a time away."""
    return render_template(
        "clients/pause.html", episode=episode, form=PauseForm(), row=None, pause_words=PAUSES
    )


@bp.post("/record/<episode_id>/pauses/new")
@needs(Permission.WRITE_ASSESSMENT)
@opens_record
def begin_pause(episode: "Episode") -> ResponseReturnValue:
    """The client is away: clocks rest."""
    form = PauseForm()
    if not (form.validate_on_submit() and pages.pause_fits(form, episode, queries.pauses(episode))):
        return render_template(
            "clients/pause.html", episode=episode, form=form, row=None, pause_words=PAUSES
        ), 422
    actions.begin_pause(
        by=actor(),
        episode=episode,
        reason=form.reason.data,
        from_on=form.from_on.data,
        until_on=form.until_on.data,
    )
    flash("Time away recorded. Reviews are not counted as late meanwhile.", "success")
    return redirect(url_for(".treatment", episode_id=episode.id), 303)


@bp.get("/record/<episode_id>/pauses/<pause_id>")
@needs(Permission.WRITE_ASSESSMENT)
@opens_record
def pause(episode: "Episode", pause_id: str) -> ResponseReturnValue:
    """The form for the day back."""
    row = queries.pause(episode, pause_id) or abort(404)
    return render_template(
        "clients/pause.html", episode=episode, form=BackForm(), row=row, pause_words=PAUSES
    )


@bp.post("/record/<episode_id>/pauses/<pause_id>")
@needs(Permission.WRITE_ASSESSMENT)
@opens_record
def end_pause(episode: "Episode", pause_id: str) -> ResponseReturnValue:
    """The client is back; the day is filled once."""
    row = queries.pause(episode, pause_id) or abort(404)
    form = BackForm()
    form.from_on = row.from_on
    back = url_for(".treatment", episode_id=episode.id)
    if row.until_on is not None:
        return stale(form, pages.back_differences(form, row), back=back)
    if not form.validate_on_submit():
        return render_template(
            "clients/pause.html", episode=episode, form=form, row=row, pause_words=PAUSES
        ), 422
    actions.end_pause(by=actor(), episode=episode, row=row, until_on=form.until_on.data)
    flash("Return recorded.", "success")
    return redirect(back, 303)
