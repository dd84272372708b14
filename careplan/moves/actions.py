"""Sending: the consent that is given with it, the packet, and the transfer."""

from datetime import date

from careplan.clients.actions import Sending
from careplan.clients.actions import send as clients_send
from careplan.clients.codes import TransferBasis
from careplan.clients.models import Episode, Transfer
from careplan.clients.registers.rows import Owner, record
from careplan.clients.rules.packets import written
from careplan.ground.dates import add_months
from careplan.moves.labels import SCOPE
from careplan.moves.queries.packing import Why, packed
from careplan.moves.rules import MOVING
from careplan.people.registers import CONSENTS
from careplan.staff.rules import Actor


def send(
    *,
    by: Actor,
    services: frozenset[str],
    episode: Episode,
    to: str | None,
    why: Why,
    consent_id: str | None,
    on: date,
) -> Transfer:
    """Send the client to a service, or as a file (`to` None), with the packet of today's record. Raises Refused."""
    contents = packed(by, services, episode, why, on)
    sending = Sending(
        service_id=to,
        sent_to=why.receiver,
        sent_by=contents.service,
        sent_on=on,
        reason=why.reason,
        content=written(contents),
        basis=TransferBasis(why.basis),
        override_reason=why.override_reason,
        consent_id=consent_id,
    )
    return clients_send(by=by, episode=episode, sending=sending)


def consent_now(*, by: Actor, services: frozenset[str], episode: Episode, party: str, on: date) -> str:
    """Record that the client agrees, in words, that the party is told; the id of the consent."""
    values = {
        "party": party,
        "purpose": "treatment",
        "scope": SCOPE,
        "basis": "spoken",
        "given_on": on,
        "expires_on": add_months(on, MOVING.on(on).consent_months),
    }
    owner = Owner(services, episode.service_id, episode)
    row = record(CONSENTS, by=by, owner=owner, values=values)
    return str(row.id)
