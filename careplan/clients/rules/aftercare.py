"""What follows a stay in treatment: follow-ups, what is done late, and coming back to the same stay. Pure."""

from collections.abc import Collection, Iterator
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
    """Follow-ups, how long before its day one is shown, how long the way back is open, when the rest is due."""

    follow_ups: Weeks
    shown: Target
    way_back: Target
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
