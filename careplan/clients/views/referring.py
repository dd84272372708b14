"""A further referral of a client, and the first one of somebody whom an import brought without an episode."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import REGISTER_CLIENT
from careplan.clients.forms.people import ReferralFields, ReferralForm
from careplan.clients.labels import ELSEWHERE
from careplan.clients.pages import people as pages
from careplan.clients.queries import merging
from careplan.clients.registers import rows
from careplan.clients.registers.outside import OUTSIDE_REFERRALS
from careplan.clients.registers.views import mount
from careplan.clients.rules.aftercare import back_until
from careplan.clients.views.room import bp, record
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.ui.frame import address

if TYPE_CHECKING:
    from careplan.clients.models import Episode

mount(bp, OUTSIDE_REFERRALS)


@record.form("/referrals/new", REGISTER_CLIENT)
def refer(episode: "Episode") -> ResponseReturnValue:
    """A further episode, unless one is open at that service."""
    form = ReferralForm()
    pages.offer_services(form, services(), today())
    if not form.is_submitted():
        return _refer_page(form, episode)
    form.birth = episode.client.birth
    good = pages.referable(form, services(), today())
    sentence = pages.not_referable(episode, services(), form.service.data, form.referred_on.data)
    if sentence and good:
        form.service.errors, good = [sentence], False
    if not good:
        return _refer_page(form, episode), 422
    new = actions.open_episode(
        by=actor(), services=services(), client=episode.client, referral=pages.referral(form), after=episode
    )
    flash("The referral is recorded.", "success")
    return saved(new, form)


def _refer_page(form: ReferralForm, episode: "Episode") -> str:
    """The form, and until when who left lately comes back to the episode of before."""
    stays = queries.other_stays(episode)
    back = back_until(episode.closed_on, stays, today(), died=queries.has_died(episode))
    return render_template("clients/refer.html", form=form, episode=episode, back_until=back, address=address)


@bp.route("/clients/<client_id>/referral", methods=["GET", "POST"])
@needs(REGISTER_CLIENT)
def first_referral(client_id: str) -> ResponseReturnValue:
    """The first episode of a client whom an import brought, which makes the client one of the service."""
    form = ReferralForm()
    client = queries.arrival(services(), client_id, lock=form.is_submitted())
    if client is None:
        return _joined(client_id)
    pages.offer_services(form, services(), today())
    if not form.is_submitted():
        return render_template("clients/first-referral.html", form=form, client=client)
    form.birth = client.birth
    good = pages.referable(form, services(), today())
    if good and client.deceased_on is not None:
        form.service.errors, good = [pages.DIED], False
    if not good:
        return render_template("clients/first-referral.html", form=form, client=client), 422
    new = actions.open_episode(by=actor(), services=services(), client=client, referral=pages.referral(form))
    flash(f"{client.whole_name} is referred.", "success")
    return saved(new, form)


def _joined(client_id: str) -> ResponseReturnValue:
    """To the record of a client to whom another was joined; a form that is sent there is 404."""
    joined = merging.client(services(), client_id)
    if request.method == "POST" or joined is None or joined.id == client_id:
        abort(404)
    return redirect(url_for("clients.person_of", client_id=client_id))


def saved(new: "Episode", form: ReferralFields) -> ResponseReturnValue:
    """Keep who refers, say what the worker must know now, and open the new episode."""
    if form.outside is not None:
        owner = rows.Owner(frozenset({new.service_id}), new.service_id, new)
        rows.record(OUTSIDE_REFERRALS, by=actor(), owner=owner, values=form.outside)
    say_elsewhere(new)
    if young := pages.young(new):
        flash(young, "info")
    return redirect(url_for("record.overview", episode_id=new.id), 303)


def say_elsewhere(episode: "Episode") -> None:
    """Tell the worker when another service may hold a record with the number (decision record 0037)."""
    if actions.tell_elsewhere(by=actor(), services=services(), episode=episode):
        flash(f"{ELSEWHERE}.", "info")
