"""Who keeps the case, when it was triaged, and what may change about a referral."""

from typing import TYPE_CHECKING

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions
from careplan.clients.codes import REGISTER_CLIENT
from careplan.clients.forms.episodes import NOBODY, AllocateForm
from careplan.clients.pages import treatment as pages
from careplan.clients.rules.people import under_age
from careplan.clients.views.room import record
from careplan.ground.clock import today
from careplan.staff.doors import actor
from careplan.ui.frame import address, kept, stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode


def _page(episode: "Episode", form: AllocateForm) -> str:
    return render_template("clients/allocate.html", episode=episode, form=form, address=address)


@record.form("/referral", REGISTER_CLIENT)
def referral(episode: "Episode") -> ResponseReturnValue:
    """Keyworker, triage, priority, consent: what changed is saved."""
    form = AllocateForm()
    if not form.is_submitted():
        pages.allocate_form(form, episode, today())
        return _page(episode, form)
    differences = pages.allocate_differences(form, episode, today())
    version = pages.referral_version(episode)
    here = url_for("record.overview", episode_id=episode.id)
    if form.differs(version):
        return stale(form, differences, back=here, seen=version)
    good = form.validate_on_submit() and pages.triage_fits(form, episode) and pages.hands_once(form, episode)
    if not good:
        return _page(episode, form), 422
    return kept(_saved(form, episode), here)


def _saved(form: AllocateForm, episode: "Episode") -> str:
    """Save what the form says; what to tell of it."""
    by, consent = actor(), form.ndtms_consent.data
    chosen = None if form.keyworker.data == NOBODY else form.keyworker.data
    emptied = episode.keyworker_id is not None and chosen is None
    handed = actions.hand_over(by=by, episodes=[episode], keyworker_id=chosen)
    told = {"ndtms_consent": consent, "ndtms_consent_on": form.ndtms_consent_on.data}
    actions.describe_referral(by=by, episode=episode, priority=form.priority.data, **told)
    if form.triaged_on.data and episode.triaged_on is None:
        actions.record_triage(by=by, episode=episode, triaged_on=form.triaged_on.data)
        if under_age(episode.client.birth, form.triaged_on.data):
            flash(f"{episode.client.first_name} was under 18 at triage.", "info")
    if handed.asked:
        name = pages.chosen_name(form)
        return f"Referral saved. {name} is asked to take the client over; until then the keyworker stays."
    return "Referral saved. The client has no keyworker now." if emptied else "Referral saved."
