"""When an action line closes itself: its measure held the target at four weekly censuses in a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import reduce

from careplan.audit.review.rules.bands import Band

IN_A_ROW = 4
WEEK = timedelta(days=7)


class State(StrEnum):
    """Where a line stands."""

    OPEN = "open"
    HOLDING = "holding"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reading:
    """The measure at one weekly census; without a band it cannot be told whether the target was held."""

    on: date
    value: Fraction | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class Standing:
    """State of a line; `held` counts the censuses in a row up to the last one, at most four."""

    state: State
    held: int = 0
    closed_on: date | None = None
    reopened_on: date | None = None
    overdue: bool = False


def weekly(start: date, today: date) -> tuple[date, ...]:
    """The weekly censuses of a line: its first day and every seventh day after it, up to today."""
    return (
        tuple(start + WEEK * week for week in range((today - start).days // 7 + 1)) if start <= today else ()
    )


@dataclass(frozen=True, slots=True)
class Row:
    """How a row of readings ended: held in a row at the last ones, closed and reopened on these days."""

    held: int = 0
    closed_on: date | None = None
    reopened_on: date | None = None


def after(row: Row, reading: Reading, target: Band) -> Row:
    """The row with one more reading.

    A census without a band breaks a row of held ones, but does not reopen a closed line: only a band below the target
    is a fall. After a fall four in a row are needed again.
    """
    if reading.band is not None and reading.band.points >= target.points:
        count = min(row.held + 1, IN_A_ROW)
        closed = reading.on if count == IN_A_ROW and row.closed_on is None else row.closed_on
        return Row(count, closed, row.reopened_on)
    if row.closed_on is None:
        return Row(0, None, row.reopened_on)
    return row if reading.band is None else Row(0, None, reading.on)


def standing(
    readings: Iterable[Reading], target: Band, due_on: date, today: date, *, withdrawn: bool = False
) -> Standing:
    """The state of a line after these readings, oldest first. A closed or withdrawn line is never overdue.

    | state     | when                                                                |
    |-----------|---------------------------------------------------------------------|
    | withdrawn | somebody withdrew it                                                |
    | closed    | held at four censuses in a row, and not fallen since                |
    | holding   | held at the last one to three censuses                              |
    | reopened  | was closed, fell, and is not held now                               |
    | open      | otherwise                                                           |
    """
    row = reduce(lambda so_far, one: after(so_far, one, target), readings, Row())
    existing_row = (row.held, row.closed_on, row.reopened_on)
    if withdrawn:
        return Standing(State.WITHDRAWN, *existing_row)
    if row.closed_on is not None:
        return Standing(State.CLOSED, *existing_row)
    overdue = due_on < today
    if row.held:
        return Standing(State.HOLDING, *existing_row, overdue)
    return Standing(State.OPEN if row.reopened_on is None else State.REOPENED, *existing_row, overdue)


def closed(newest_first: Iterable[Reading], target: Band) -> bool:
    """Whether a line is closed, the same as its standing says.

    Looks back only until four in a row or a fall is found.
    """
    count = 0
    for reading in newest_first:
        if reading.band is None:
            count = 0
        elif reading.band.points < target.points:
            return False
        else:
            count += 1
        if count == IN_A_ROW:
            return True
    return False
