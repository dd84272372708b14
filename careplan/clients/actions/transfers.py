"""Sending a client on to another service of the installation."""

from dataclasses import dataclass
from datetime import date

from careplan.clients.actions.tasks import raise_task
from careplan.clients.codes import ReferralSource, TransferBasis
from careplan.clients.models import Episode, Transfer
from careplan.clients.queries.deaths import episodes_of_client
from careplan.clients.rules.afterwards import SENT
from careplan.ground.corrections import Refused
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


@dataclass(frozen=True, slots=True)
class Sending:
    """Where to, on which day, why, and on what it rests."""

    service_id: str
    sent_to: str
    sent_on: date
    reason: str
    basis: TransferBasis
    override_reason: str | None = None


def send(*, by: Actor, episode: Episode, sending: Sending) -> Transfer:
    """Refer the client on: the other service gets an episode (an open one stays), and a task with why.

    Raises Refused for the episode's own service, and after a death. Whether an episode was open there is not told.
    """
    if sending.service_id == episode.service_id:
        raise Refused({"service": "The client is with this service already"})
    if episode.client.deceased_on is not None:
        raise Refused({"service": "The client has died. Check the date of death in the client’s details"})
    there = _open_there(episode, sending.service_id) or _opened(by, episode, sending)
    row = Transfer(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        to_episode_id=there.id,
        sent_to=sending.sent_to,
        sent_on=sending.sent_on,
        reason=sending.reason,
        basis=sending.basis.value,
        override_reason=sending.override_reason,
        recorded_by=by.id,
    )
    db.add(row)
    detail = {"basis": row.basis, "to": there.service_id}
    write("transfer.sent", by=by, subject=f"transfers:{row.id}", of=episode, detail=detail)
    words = f"Referred by another service: {sending.reason}"
    source = f"{SENT}:{row.id}"
    task = raise_task(by=by, episode=there, kind=SENT, source=source, words=words, due_on=sending.sent_on)
    task.worker_id = there.keyworker_id
    return row


def _open_there(episode: Episode, service_id: str) -> Episode | None:
    """The client's open episode at the service, which the sender may not see."""
    episodes = [one for one in episodes_of_client(episode.client) if one.service_id == service_id]
    return next((one for one in episodes if one.closed_on is None), None)


def _opened(by: Actor, episode: Episode, sending: Sending) -> Episode:
    there = Episode(
        client_id=episode.client_id,
        service_id=sending.service_id,
        referred_on=sending.sent_on,
        referral_source=ReferralSource.OTHER_DRUG_SERVICE.value,
        priority=episode.priority,
        recorded_by=by.id,
    )
    db.add(there)
    write("episode.opened", by=by, subject=f"episodes:{there.id}", of=there, detail={"by": "transfer"})
    return there
