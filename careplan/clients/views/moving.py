"""Correcting a day shows first which waits and clocks it moves; the day and source of a referral, and of its triage."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions
from careplan.clients.codes import REGISTER_CLIENT
from careplan.clients.doors import reopened
from careplan.clients.forms.episodes import CorrectReferralForm
from careplan.clients.pages import treatment as pages
from careplan.clients.views.room import record
from careplan.ground import gathering
from careplan.ground.clock import today
from careplan.ground.db import undone
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode

NOT_YOURS = "Only who registered the referral, or a manager of the service, may correct it"


def moves(episode: "Episode", correct: Callable[[], "Episode"]) -> list[str]:
    """Which waits and due days a correction moves, in words: it is made, looked at, and taken back.

    The episode and its rows are read anew after this (`reopened`).
    """
    before = gathering.clocks(services(), episode, today())
    with undone():
        after = gathering.clocks(services(), correct(), today())
    labels = dict.fromkeys((*before, *after))
    pairs = ((label, before.get(label, "not running"), after.get(label, "not running")) for label in labels)
    return [f"{label}: {was} → {becomes}" for label, was, becomes in pairs if was != becomes]


@record.form("/referral/correct", REGISTER_CLIENT)
def correct_referral(episode: "Episode") -> ResponseReturnValue:
    """A new row in the place of the mistaken referral; what it moves is shown first."""
    form = CorrectReferralForm(obj=episode)
    if form.is_submitted() and form.differs(episode.id):
        here = url_for("record.overview", episode_id=episode.id)
        return stale(form, pages.referral_differences(form, episode), back=here, seen=episode.id)
    form.seen.data = episode.id
    if form.is_submitted() and not actions.may_strike(actor(), episode.service_id, episode.recorded_by):
        form.form_errors.append(NOT_YOURS)
    good = form.validate_on_submit() and pages.referral_fits(form, episode)
    shown: list[str] = []
    if good:
        shown = moves(episode, lambda: _corrected(episode, form))
        episode = reopened()
    if not good or form.unseen(shown):
        status = 422 if form.errors else 200
        return render_template(
            "clients/correct-referral.html", episode=episode, form=form, moves=shown
        ), status
    right = _corrected(episode, form)
    to = url_for("record.overview", episode_id=right.id)
    return kept("Referral corrected. The old one stays in the history.", to)


def _corrected(episode: "Episode", form: Any) -> "Episode":
    right = {"referred_on": form.referred_on.data, "referral_source": form.referral_source.data}
    triaged, why = form.triaged_on.data, form.reason.data
    return actions.correct_referral(by=actor(), episode=episode, triaged_on=triaged, reason=why, **right)
