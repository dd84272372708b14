"""What follows a stay in treatment: follow-ups, what is done late, and coming back to the same stay. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from careplan.clients.rules.waits import Target
from careplan.ground.standards import Edition, Positive, Series, Sourced, Words

FOLLOW_UP = "follow_up"
"""The kind of a task to ask how somebody is who left."""
EXIT = "exit"
"""The kind of a task about steps of leaving that nobody wrote down."""


class Weeks(Sourced, frozen=True, kw_only=True):
    """Weeks after a day."""

    weeks: tuple[Positive, ...]
    counts_from: Words


class Aftercare(Edition, frozen=True, kw_only=True):
    """Follow-ups, how long before its day one is shown, the way back, when the rest is due.

    `way_back`: how long it is open; `written_late`: how long after that a return of before can be written down.
    """

    follow_ups: Weeks
    shown: Target
    way_back: Target
    written_late: Target
    unfinished: Target


AFTERCARE = Series(Path(__file__).parents[1] / "standards", "aftercare", Aftercare)


def follow_ups(closed_on: date, chosen: Collection[int], standard: Aftercare) -> Iterator[tuple[int, date]]:
    """Weeks and day of each follow-up that was chosen."""
    for weeks in standard.follow_ups.weeks:
        if weeks in chosen:
            yield weeks, closed_on + timedelta(weeks=weeks)


def last_way_back(closed_on: date) -> date:
    """The last day on which who comes back goes on with the same episode; afterwards it is a new one."""
    return closed_on + timedelta(days=AFTERCARE.on(closed_on).way_back.days)


def last_written_back(closed_on: date) -> date:
    """The last day on which it can be written down that somebody came back in time."""
    return last_way_back(closed_on) + timedelta(days=AFTERCARE.on(closed_on).written_late.days)


def came_since(closed_on: date, others: Iterable[tuple[date, date | None]]) -> bool:
    """Whether another stay at the service (its first and last day) began or ended after this one, or goes on."""
    return any(last is None or last > closed_on or first >= closed_on for first, last in others)


def back_until(
    closed_on: date | None, others: Iterable[tuple[date, date | None]], on: date, *, died: bool
) -> date | None:
    """The last day on which who comes back goes on with the stay, as long as it can be written down on the day.

    None for a stay that is open, after a death, and where the client has been there again since.
    """
    if closed_on is None or died or came_since(closed_on, others) or on > last_written_back(closed_on):
        return None
    return last_way_back(closed_on)
