"""Sending a client on to another service of the installation, with a packet; taking one that was sent, or not."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.actions.tasks import here_again, raise_task
from careplan.clients.codes import ReferralSource, TransferAnswer, TransferBasis
from careplan.clients.models import Client, Episode, Packet, Transfer
from careplan.clients.queries.deaths import episodes_of_client
from careplan.clients.rules.afterwards import SENT
from careplan.clients.rules.packets import hashed
from careplan.ground.clock import now
from careplan.ground.corrections import Refused
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


@dataclass(frozen=True, slots=True)
class Sending:
    """Where to, on which day, why, on what it rests, and the text of the packet; no `service_id`: it goes as a file."""

    service_id: str | None
    sent_to: str
    sent_by: str
    sent_on: date
    reason: str
    content: str
    basis: TransferBasis
    override_reason: str | None = None
    consent_id: str | None = None


def send(*, by: Actor, episode: Episode, sending: Sending) -> Transfer:
    """Send the client on: the packet waits at the other service until it is accepted or put back.

    Raises Refused for the episode's own service, and after a death.
    """
    if sending.service_id == episode.service_id:
        raise Refused({"service": "The client is with this service already"})
    if episode.client.deceased_on is not None:
        raise Refused({"service": "The client has died. Check the date of death in the client’s details"})
    row = Transfer(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        sent_to=sending.sent_to,
        sent_on=sending.sent_on,
        reason=sending.reason,
        basis=sending.basis.value,
        override_reason=sending.override_reason,
        consent_id=sending.consent_id,
        recorded_by=by.id,
    )
    db.add(row)
    detail = {"basis": row.basis, "to": sending.service_id, "sha256": hashed(sending.content)}
    write("transfer.sent", by=by, subject=f"transfers:{row.id}", of=episode, detail=detail)
    if sending.service_id is not None:
        came(by=by, service_id=sending.service_id, sending=sending, transfer_id=row.id)
    return row


def came(*, by: Actor, service_id: str, sending: Sending, transfer_id: str | None = None) -> Packet:
    """The packet as it reached a service, to be accepted or put back."""
    packet = Packet(
        service_id=service_id,
        transfer_id=transfer_id,
        sent_by=sending.sent_by,
        sent_on=sending.sent_on,
        reason=sending.reason,
        content=sending.content,
        sha256=hashed(sending.content),
        recorded_by=by.id,
    )
    db.add(packet)
    detail = {"sha256": packet.sha256}
    write("packet.came", by=by, subject=f"packets:{packet.id}", service_id=service_id, detail=detail)
    return packet


def accept(*, by: Actor, packet: Packet, client: Client, sent: tuple[Transfer, Episode] | None) -> Episode:
    """Take the client: an open episode stays, else one is opened, with a task that says why.

    `sent`: the transfer with the sender's episode, where both are of this installation. Raises Refused.
    """
    refuse_answered(packet)
    if client.deceased_on is not None:
        raise Refused(
            {"answer": "The client has died, so nothing is accepted. Put the transfer back and say so"}
        )
    there = _open_at(client, packet.service_id) or _opened(by, client, packet, sent[1] if sent else None)
    _answered(by, packet, TransferAnswer.ACCEPTED, there)
    if sent and sent[0].to_episode_id is None:
        sent[0].to_episode_id = there.id
        db.session.flush()
    write("transfer.accepted", by=by, subject=f"packets:{packet.id}", of=there)
    words = f"Transferred by {packet.sent_by}: {packet.reason}"
    source = f"{SENT}:{packet.id}"
    task = raise_task(by=by, episode=there, kind=SENT, source=source, words=words, due_on=packet.sent_on)
    task.worker_id = there.keyworker_id
    return there


def put_back(*, by: Actor, packet: Packet, reason: str, sent: tuple[Transfer, Episode] | None) -> None:
    """Not take the client, and say why; the sender's keyworker gets a task. Raises Refused."""
    refuse_answered(packet)
    packet.answer_reason = reason
    _answered(by, packet, TransferAnswer.PUT_BACK)
    subject = f"packets:{packet.id}"
    write("transfer.put_back", by=by, subject=subject, service_id=packet.service_id, detail={})
    if sent:
        row, mine = sent
        words, source = f"{row.sent_to} put the transfer back: {reason}", f"{SENT}:{row.id}:back"
        raise_task(by=by, episode=mine, kind=SENT, source=source, words=words, due_on=row.sent_on)


def refuse_answered(packet: Packet) -> None:
    """Raise Refused where somebody answered already."""
    if packet.answer is not None:
        raise Refused({"answer": "A colleague has answered this transfer meanwhile"})


def _answered(by: Actor, packet: Packet, answer: TransferAnswer, there: Episode | None = None) -> None:
    packet.answer, packet.answered_at, packet.answered_by = answer.value, now(), by.id
    packet.episode_id = there.root_id if there else None
    db.session.flush()


def _open_at(client: Client, service_id: str) -> Episode | None:
    """The client's open episode at the service."""
    episodes = [one for one in episodes_of_client(client) if one.service_id == service_id]
    return next((one for one in episodes if one.closed_on is None), None)


def _opened(by: Actor, client: Client, packet: Packet, before: Episode | None) -> Episode:
    """A new episode; where joined records are put apart, it goes with the one from which the client was sent."""
    there = Episode(
        client_id=before.client_id if before else client.id,
        service_id=packet.service_id,
        referred_on=packet.sent_on,
        referral_source=ReferralSource.OTHER_DRUG_SERVICE.value,
        priority=before.priority if before else None,
        recorded_by=by.id,
    )
    db.add(there)
    set_committed_value(there, "client", client)
    here_again(by=by, episode=there)
    write("episode.opened", by=by, subject=f"episodes:{there.id}", of=there, detail={"by": "transfer"})
    return there
