"""Seeing a client who walked in: it stands in the diary as attended, and is written about next."""

from datetime import datetime
from typing import Any

from careplan.clients.codes import AppointmentOutcome
from careplan.clients.models import Appointment, Episode
from careplan.contacts.actions.diary import book, settle
from careplan.contacts.rules.diary import Outcome, walk_in
from careplan.ground.clock import london, moment_of
from careplan.staff.rules import Actor
from careplan.team.actions import see


def see_client(*, by: Actor, episode: Episode, row: Any, at: datetime) -> tuple[bool, Appointment | None]:
    """Whether nobody saw them before; the attended appointment of an open episode.

    Who waited since an earlier day is seen today.
    """
    if not see(by=by, row=row, at=at):
        return False, None
    if episode.closed_on is not None or episode.client.deceased_on is not None:
        return True, None
    came = moment_of(row.came_on, row.came_at) if row.came_on == london(at).date() else at
    starts = min(came, at).replace(second=0, microsecond=0)
    booked = book(by=by, episode=episode, booking=walk_in(by.id), starts_at=starts)
    return True, settle(by=by, episode=episode, row=booked, settled=Outcome(AppointmentOutcome.ATTENDED))
