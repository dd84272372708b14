"""Sending: the consent that is given with it, the packet, and the transfer."""

from datetime import date

from careplan.clients.actions import Details, Referral, Sending, register_client
from careplan.clients.actions import send as clients_send
from careplan.clients.codes import ETHNICITIES, ReferralSource, TransferBasis
from careplan.clients.models import Client, Episode, Packet, Transfer
from careplan.clients.queries.people import alike
from careplan.clients.registers.rows import Owner, record
from careplan.clients.rules.likeness import Likeness, Person
from careplan.clients.rules.packets import read, written
from careplan.ground.corrections import Refused
from careplan.ground.dates import add_months
from careplan.ground.db import db
from careplan.moves.labels import SCOPE
from careplan.moves.queries.packing import Why, packed
from careplan.moves.rules import MOVING
from careplan.package.rules.cells import is_nhs_number
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
) -> tuple[Transfer, str]:
    """Send the client to a service, or as a file (`to` None), with the packet of today's record and its text.

    Raises Refused.
    """
    contents = packed(by, services, episode, why, on)
    text = written(contents)
    sending = Sending(
        service_id=to,
        sent_to=why.receiver,
        sent_by=contents.service,
        sent_on=on,
        reason=why.reason,
        content=text,
        basis=TransferBasis(why.basis),
        override_reason=why.override_reason,
        consent_id=consent_id,
    )
    return clients_send(by=by, episode=episode, sending=sending), text


def client_of(*, by: Actor, packet: Packet) -> Client:
    """Whom a packet that came as a file is about: the client of its service with that NHS number, else a new one.

    What the form of a client would not take is left out. Raises Refused where there is no name, or a birth to come.
    """
    person, services = read(packet.content).person, frozenset({packet.service_id})
    parts = (person.first_name.strip(), person.last_name.strip(), person.date_of_birth)
    if not (parts[0] and parts[1]) or parts[2] > packet.sent_on:
        raise Refused(
            {"answer": "The packet does not say who it is about. Put it back, and ask for it again"}
        )
    number = person.nhs_number if person.nhs_number and is_nhs_number(person.nhs_number) else None
    for one, why in alike(services, Person(*parts, person.sex, number, person.birth_known)):
        if why is Likeness.NHS_NUMBER:
            return db.session.get_one(Client, one.client_id)
    ethnicity = person.ethnicity if person.ethnicity in ETHNICITIES else None
    details = Details(*parts, person.sex, person.birth_known, ethnicity, number, person.postcode)
    source = ReferralSource.OTHER_DRUG_SERVICE.value
    referral = Referral(packet.service_id, packet.sent_on, source)
    return register_client(by=by, services=services, details=details, referral=referral).client


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
