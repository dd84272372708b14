"""Sending: the consent that is given with it, the packet, and the transfer."""

from datetime import date
from typing import Any

from careplan.clients.actions import Details, Referral, Sending, register_client
from careplan.clients.actions import send as clients_send
from careplan.clients.codes import ETHNICITIES, ReferralSource, TransferBasis
from careplan.clients.models import Client, Episode, Packet, Transfer
from careplan.clients.queries.people import Match, alike
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
from careplan.staff.queries import service_of
from careplan.staff.rules import Actor


def send(
    *,
    by: Actor,
    services: frozenset[str],
    episode: Episode,
    to: str | None,
    why: Why,
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
        consent_id=why.consent_id,
    )
    return clients_send(by=by, episode=episode, sending=sending), text


def may_be(packet: Packet, services: frozenset[str]) -> dict[str, tuple[Match, Likeness]]:
    """Clients of these services who may be the person of a packet that came as a file, by id; the likeliest first."""
    person = _person(packet)
    rows: dict[str, tuple[Match, Likeness]] = {}
    for one, why in alike(services, person) if person else ():
        rows.setdefault(one.client_id, (one, why))
    return rows


def client_of(*, by: Actor, packet: Packet, chosen: str | None, services: frozenset[str]) -> Client:
    """The client whom the worker chose of `may_be`; None registers a new one.

    What the form of a client would not take is left out, and a number that another client of the services has. Raises
    Refused where there is no name, or a birth to come.
    """
    if chosen:
        return db.session.get_one(Client, chosen)
    person, told = _person(packet), read(packet.content).person
    if person is None:
        raise Refused(
            {"answer": "The packet does not say who it is about. Put it back, and ask for it again"}
        )
    taken = any(why is Likeness.NHS_NUMBER for _, why in may_be(packet, services).values())
    number = None if taken else person.nhs_number
    ethnicity = told.ethnicity if told.ethnicity in ETHNICITIES else None
    name = (person.first_name, person.last_name, person.date_of_birth, person.sex, person.birth_known)
    details = Details(*name, ethnicity, number, told.postcode)
    source = ReferralSource.OTHER_DRUG_SERVICE.value
    referral = Referral(packet.service_id, packet.sent_on, source)
    here = frozenset({packet.service_id})
    return register_client(by=by, services=here, details=details, referral=referral).client


def _person(packet: Packet) -> Person | None:
    """Whom a packet is about; None where it does not say."""
    told = read(packet.content).person
    parts = (told.first_name.strip(), told.last_name.strip(), told.date_of_birth)
    if not (parts[0] and parts[1]) or parts[2] > packet.sent_on:
        return None
    number = told.nhs_number if told.nhs_number and is_nhs_number(told.nhs_number) else None
    return Person(*parts, told.sex, number, told.birth_known)


def consent_came(*, by: Actor, packet: Packet, episode: Episode) -> None:
    """List on what the packet was sent among the consents of the episode that it came to."""
    contents = read(packet.content)
    here = service_of(frozenset({packet.service_id}), packet.service_id)
    values: dict[str, Any] = {
        "party": here.name if here else contents.receiver,
        "purpose": "treatment",
        "withdrawn_on": None,
    }
    if contents.basis == "override":
        values |= {"scope": SCOPE, "basis": "override", "reason": contents.override_reason or contents.reason}
        values |= {"given_on": contents.sent_on, "expires_on": None}
    elif contents.consent is not None:
        one = contents.consent
        values |= {
            "scope": one.scope,
            "basis": one.basis,
            "given_on": min(one.given_on, packet.sent_on),
            "reason": None,
        }
        values |= {"expires_on": one.expires_on}
    else:
        return
    values["scope"] = f"Sent by {packet.sent_by}: {values['scope']}"
    record(
        CONSENTS,
        by=by,
        owner=Owner(frozenset({packet.service_id}), packet.service_id, episode),
        values=values,
    )


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
