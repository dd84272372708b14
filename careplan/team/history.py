"""What a record's history tells of the team: that the client walked in at its service."""

from collections.abc import Iterator

from sqlalchemy import select

from careplan.clients.models import Client, Episode
from careplan.ground.history import CLIENT, EPISODE, Rows, recorded
from careplan.ground.offers import Entry, History, Line
from careplan.team.registers import WalkIn
from careplan.ui.history import joined, on_day
from careplan.ui.words import time_words


def rows() -> Iterator[Rows]:
    """The walk-ins of the client at the service of the episode."""
    row = WalkIn
    here = select(Episode.service_id).where(Episode.id == EPISODE).scalar_subquery()
    named = select(Client.id).where(Client.root_id == CLIENT)
    statement = recorded("walk_in", row, row.came_at, row.words, row.came_on)
    yield statement.where(row.client_id.in_(named), row.service_id == here)


def _came(entry: Entry) -> str:
    at = time_words(entry.on, entry.first) if entry.on and entry.first else ""
    return joined(on_day(entry), at, entry.second)


HISTORY = History(rows, (Line("walk_in", "Walk-in", "contacts.appointments", _came, "contacts"),))
