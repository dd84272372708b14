"""A first appointment: what came of it, and the wait that ends with its day."""

from careplan.clients.actions import add_intervention, fill_intervention
from careplan.clients.models import Appointment, Episode, Intervention
from careplan.clients.rules.waits import Days
from careplan.contacts.actions.diary import settle
from careplan.contacts.rules.diary import Outcome
from careplan.staff.rules import Actor


def first_attendance(
    *,
    by: Actor,
    episode: Episode,
    row: Appointment,
    settled: Outcome,
    kind: str | None,
    waited: Intervention | None,
    days: Days,
) -> None:
    """Record what came of the appointment and, of the treatment `kind`, that it was offered and whether it began.

    `waited`: the referral to that treatment, None where none is recorded yet. Raises AlreadySettled.
    """
    settle(by=by, episode=episode, row=row, settled=settled)
    if waited is not None:
        fill_intervention(by=by, episode=episode, row=waited, days=days, ending=None)
    elif kind is not None:
        add_intervention(by=by, episode=episode, kind=kind, days=days)
