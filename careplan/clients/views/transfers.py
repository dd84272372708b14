"""Referring a client on to another service of the installation."""

from typing import TYPE_CHECKING

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions
from careplan.clients.codes import REGISTER_CLIENT, TransferBasis
from careplan.clients.doors import opens_record
from careplan.clients.forms.transfers import TransferForm
from careplan.clients.views.room import bp
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs
from careplan.staff.queries import open_services
from careplan.ui.frame import kept, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode

DIED = "The client has died. Check the date of death in the client’s details."


@bp.route("/record/<episode_id>/referrals/on", methods=["GET", "POST"])
@needs(REGISTER_CLIENT)
@opens_record
def send(episode: "Episode") -> ResponseReturnValue:
    """Send the client on, with consent or with a reason why without."""
    here = url_for("record.overview", episode_id=episode.id)
    if episode.client.deceased_on is not None:
        return told(DIED, here)
    form, on = TransferForm(), today()
    others = {id_: name for id_, name in open_services(on).items() if id_ != episode.service_id}
    form.service.choices = others
    if not form.validate_on_submit():
        return render_template("clients/send.html", episode=episode, form=form), (
            422 if form.is_submitted() else 200
        )
    basis, to = TransferBasis(form.basis.data), form.service.data
    why = form.override_reason.data if basis is TransferBasis.OVERRIDE else None
    sending = actions.Sending(to, others[to], on, form.reason.data, basis, why)
    actions.send(by=actor(), episode=episode, sending=sending)
    return kept(f"Referred to {others[to]}. They see the allergies recorded here at once.", here)
