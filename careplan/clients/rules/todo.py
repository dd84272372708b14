"""What a to-do line is, and in what order a worker meets them. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Rank(IntEnum):
    """Safety first, then who waits to be seen for too long, what is overdue, what is due, what is merely open."""

    SAFETY = 1
    WAITING = 2
    OVERDUE = 3
    DUE = 4
    OPEN = 5


DOSE = "dose"
"""The kind of a task that tells a prescriber of a dose other than ordered."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of Today: one client, one reason, one button that leads to where it is done.

    `dated` says in words what the day in `since` is. Of the lines of one client with the same `subject` only the
    first is shown; a stored task's is its source, and a line without one stands for itself. `of_manager`: the managers
    of the service see it whoever keeps the case, and `of_prescriber`: so do the prescribers.
    """

    episode_id: str
    client_name: str
    reason: str
    since: date
    rank: Rank
    endpoint: str
    values: tuple[tuple[str, str], ...]
    button: str
    service_id: str = ""
    keyworker_id: str | None = None
    dated: str = ""
    subject: str = ""
    of_manager: bool = False
    of_prescriber: bool = False
