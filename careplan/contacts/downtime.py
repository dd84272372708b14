"""The appointments of the downtime pack."""

from collections.abc import Iterator
from datetime import date

from careplan.clients.labels import PURPOSES
from careplan.clients.models import Appointment
from careplan.contacts.queries.diary import of_days
from careplan.ground.offers import Downtime, Expected
from careplan.ui.words import clock


def _appointments(services: frozenset[str], on: date) -> Iterator[Expected]:
    """The day's appointments that stand, in the order of the clock. One statement."""
    for one in of_days(services, [on], Appointment.outcome.is_(None)):
        where = ", ".join(filter(None, (PURPOSES[one.purpose], one.place, one.clinic)))
        cells = (clock(one.starts_at), where, one.worker or "Nobody yet")
        yield Expected(one.episode_id, one.client, cells)


DOWNTIME = (Downtime("Appointments", 1, ("Time", "For", "With"), _appointments),)
