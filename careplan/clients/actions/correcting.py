"""Correcting an episode: a new row in the place of the wrong one; everything below stays with its root."""

from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.models import Episode
from careplan.clients.models.episode import TRIAGED
from careplan.ground.clock import now
from careplan.ground.corrections import supersede
from careplan.staff.rules import Actor
from careplan.trail.actions import write

COPIED = (
    *("client_id", "service_id", "referred_on", "referral_source", "priority", "keyworker_id"),
    *("triaged_on", "triaged_at", "triaged_by", "urgency", "next_appointment_on", "next_appointment_note"),
    *("ndtms_consent", "ndtms_consent_on"),
    *("closed_on", "exit_reason", "national_exit", "exit_note", "closed_at", "closed_by"),
)
"""What an episode holds, besides what ground/db keeps of every row."""


def correct_episode(*, by: Actor, episode: Episode, reason: str, **right: Any) -> Episode:
    """The episode with other values in some columns; it has a new id, the same root, and the same client."""
    values = {name: getattr(episode, name) for name in COPIED} | right
    row = Episode(**values, recorded_by=by.id)
    supersede(episode, row, reason=reason)
    set_committed_value(row, "client", episode.client)
    write(
        "episode.corrected",
        by=by,
        subject=f"episodes:{row.id}",
        of=row,
        detail={"corrects": episode.id, "changed": sorted(right)},
    )
    return row


def forget_triage(*, by: Actor, episode: Episode, reason: str) -> Episode:
    """The episode as if it had not been triaged; its priority stays, as it can be changed at any time."""
    gone = dict.fromkeys(("triaged_on", "triaged_at", "triaged_by", *TRIAGED))
    return correct_episode(by=by, episode=episode, reason=reason, **gone)


def correct_referral(
    *,
    by: Actor,
    episode: Episode,
    reason: str,
    referred_on: date,
    referral_source: str,
    triaged_on: date | None,
) -> Episode:
    """The referral as it was. A triage's day is known from when it was first filled, however it is corrected."""
    right: dict[str, Any] = {"referred_on": referred_on, "referral_source": referral_source}
    if triaged_on is None:
        right |= {"triaged_at": None, "triaged_by": None}
    elif episode.triaged_on is None:
        right |= {"triaged_at": now(), "triaged_by": by.id}
    return correct_episode(by=by, episode=episode, reason=reason, triaged_on=triaged_on, **right)
