"""What happens in an episode before and beside treatment: triage, interventions, pauses."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from careplan.clients.models import Episode, Intervention, Pause
from careplan.clients.rules.waits import Days
from careplan.ground.clock import now
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class AlreadyRecorded(ValueError):
    """A day that is filled once is filled already; a mistake is mended by a correction."""


def describe_referral(
    *,
    by: Actor,
    episode: Episode,
    priority: str | None,
    ndtms_consent: bool | None,
    ndtms_consent_on: date | None = None,
) -> Episode:
    """Priority and consent to share with the national dataset, which may change; old values go to the trail.

    `ndtms_consent_on`: the day on which the client said so; without one an answer that stays keeps its own.
    """
    told_on = ndtms_consent_on or (
        episode.ndtms_consent_on if ndtms_consent == episode.ndtms_consent else None
    )
    new = {
        "priority": priority,
        "ndtms_consent": ndtms_consent,
        "ndtms_consent_on": None if ndtms_consent is None else told_on,
    }
    before = {name: getattr(episode, name) for name in new}
    for name, value in new.items():
        setattr(episode, name, value)
    if before != new:
        on = before["ndtms_consent_on"]
        before["ndtms_consent_on"] = on.isoformat() if on else None
        _written("episode.described", by, episode, f"episodes:{episode.id}", before=before)
    return episode


def record_triage(*, by: Actor, episode: Episode, triaged_on: date) -> Episode:
    """Fill the day of triage, once; a day that is there already stays."""
    if episode.triaged_on is None:
        episode.triaged_on, episode.triaged_at, episode.triaged_by = triaged_on, now(), by.id
        _written("episode.triaged", by, episode, f"episodes:{episode.id}", on=triaged_on.isoformat())
    return episode


@dataclass(frozen=True, slots=True)
class Triaged:
    """What a completed triage found: the priority (None: not told), how soon, and the next appointment wished for."""

    priority: str | None = None
    urgency: str | None = None
    next_appointment_on: date | None = None
    next_appointment_note: str | None = None


def describe_triage(*, by: Actor, episode: Episode, triaged: Triaged) -> Episode:
    """Set what triage found on the episode, as it may again; old values go to the trail."""
    wanted = asdict(triaged)
    if triaged.priority is None:
        del wanted["priority"]
    before = {name: getattr(episode, name) for name in wanted}
    for name, value in wanted.items():
        setattr(episode, name, value)
    if before != wanted:
        told = {name: str(value) if value is not None else None for name, value in before.items()}
        _written("episode.triage_described", by, episode, f"episodes:{episode.id}", before=told)
    return episode


def add_intervention(
    *, by: Actor, episode: Episode, kind: str, days: Days, ending: str | None = None
) -> Intervention:
    """What the client was referred to, as far as it went by now."""
    row = _intervention(by, episode, kind, days, ending)
    db.add(row)
    _written("intervention.added", by, episode, f"interventions:{row.id}", kind=kind)
    return row


def _intervention(by: Actor, episode: Episode, kind: str, days: Days, ending: str | None) -> Intervention:
    keys = {"episode_id": episode.root_id, "service_id": episode.service_id, "recorded_by": by.id}
    return Intervention(kind=kind, ending=ending, **asdict(days), **keys)


def fill_intervention(
    *, by: Actor, episode: Episode, row: Intervention, days: Days, ending: str | None
) -> Intervention:
    """Fill the days that have come since: offered, started, ended. Raises AlreadyRecorded on a day that differs."""
    steps = (
        ("offered", {"first_offered_on": days.first_offered_on}),
        ("started", {"started_on": days.started_on}),
        ("ended", {"ended_on": days.ended_on, "ending": ending if days.ended_on else None}),
    )
    for step, values in steps:
        if _fill(row, values):
            setattr(row, f"{step}_at", now())
            setattr(row, f"{step}_by", by.id)
            _written(f"intervention.{step}", by, episode, f"interventions:{row.id}", kind=row.kind)
    return row


def _fill(row: Intervention | Pause, values: dict[str, Any]) -> bool:
    """Set what is new; True when something was."""
    new = {name: value for name, value in values.items() if value is not None and getattr(row, name) != value}
    if any(getattr(row, name) is not None for name in new):
        raise AlreadyRecorded(", ".join(new))
    for name, value in new.items():
        setattr(row, name, value)
    return bool(new)


def correct_intervention(
    *, by: Actor, episode: Episode, row: Intervention, days: Days, ending: str | None, kind: str, reason: str
) -> Intervention:
    """A new row in the place of a mistaken one, which stays readable in the history."""
    right = _intervention(by, episode, kind, days, ending if days.ended_on else None)
    supersede(row, right, reason=reason)
    _written("intervention.corrected", by, episode, f"interventions:{right.id}", corrects=row.id)
    return right


def begin_pause(
    *, by: Actor, episode: Episode, reason: str, from_on: date, until_on: date | None = None
) -> Pause:
    """The client is in prison, in hospital or in residential treatment elsewhere: clocks rest."""
    row = Pause(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        reason=reason,
        from_on=from_on,
        until_on=until_on,
        recorded_by=by.id,
    )
    db.add(row)
    _written("pause.begun", by, episode, f"pauses:{row.id}", reason=reason)
    return row


def end_pause(*, by: Actor, episode: Episode, row: Pause, until_on: date) -> Pause:
    """The client is back: `until_on` is the first day that counts again. Raises AlreadyRecorded."""
    if _fill(row, {"until_on": until_on}):
        row.ended_at, row.ended_by = now(), by.id
        _written("pause.ended", by, episode, f"pauses:{row.id}")
    return row


def _written(action: str, by: Actor, episode: Episode, subject: str, **detail: Any) -> None:
    db.session.flush()
    write(action, by=by, subject=subject, of=episode, detail=detail or None)
