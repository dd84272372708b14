"""Booking, what came of an appointment, moving it, and setting a wrong outcome right."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from careplan.clients.actions import tell_both_sides
from careplan.clients.codes import CALLED_OFF
from careplan.clients.models import Appointment, Episode
from careplan.contacts.rules.diary import Booking, Outcome
from careplan.ground.clock import now
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class AlreadySettled(ValueError):
    """The appointment has an outcome; another one is a correction."""


def book(*, by: Actor, episode: Episode, booking: Booking, starts_at: datetime) -> Appointment:
    """A new appointment."""
    mine = {"episode_id": episode.root_id, "service_id": episode.service_id}
    row = Appointment(recorded_by=by.id, starts_at=starts_at, **mine, **asdict(booking))
    db.add(row)
    _trail("booked", by, episode, row)
    return row


def settle(*, by: Actor, episode: Episode, row: Appointment, settled: Outcome) -> Appointment:
    """Record what came of it, once. Raises AlreadySettled where something else stands there."""
    if row.outcome is not None:
        if row.outcome != settled.outcome:
            raise AlreadySettled(row.id)
        return row
    row.outcome, row.outcome_at, row.outcome_by = settled.outcome, now(), by.id
    row.late_minutes, row.outcome_words = settled.late_minutes, settled.outcome_words
    _trail("settled", by, episode, row, outcome=settled.outcome)
    return row


def explain(*, by: Actor, episode: Episode, row: Appointment, words: str) -> Appointment:
    """Add why it was called off or not attended, once."""
    if row.outcome_words is None and row.outcome is not None:
        row.outcome_words = words
        _trail("explained", by, episode, row)
    return row


def move(*, by: Actor, episode: Episode, row: Appointment, to: datetime, settled: Outcome) -> Appointment:
    """Cancel it for who asked (an outcome of `CALLED_OFF`) and book another in its place."""
    if settled.outcome not in CALLED_OFF:
        raise ValueError("only an appointment that was called off is moved")
    settle(by=by, episode=episode, row=row, settled=settled)
    booking = Booking(**{name: getattr(row, name) for name in Booking.__slots__})
    return book(by=by, episode=episode, booking=replace(booking, moved_from=row.root_id), starts_at=to)


def correct_outcome(
    *, by: Actor, episode: Episode, row: Appointment, settled: Outcome, reason: str
) -> Appointment:
    """A row with the right outcome, or none, in the place of the one with a wrong one."""
    kept = (*Booking.__slots__, "starts_at", "episode_id", "service_id")
    right = Appointment(recorded_by=by.id, **{name: getattr(row, name) for name in kept}, **asdict(settled))
    if settled.outcome is not None:
        right.outcome_at, right.outcome_by = now(), by.id
    supersede(row, right, reason=reason)
    _trail("corrected", by, episode, right, corrects=row.id)
    return right


def _trail(act: str, by: Actor, episode: Episode, row: Appointment, **detail: Any) -> None:
    db.session.flush()
    tell_both_sides(episode)
    write(f"appointment.{act}", by=by, subject=f"appointments:{row.id}", of=episode, detail=detail or None)
