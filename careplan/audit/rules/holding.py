"""When an action line closes itself: its measure held the target at four weekly censuses in a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from careplan.audit.rules.bands import ORDER, Band
from careplan.audit.rules.ruleset import CriterionRule, MeasureRule

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


def standing(
    readings: Iterable[Reading], target: Band, due_on: date, today: date, *, withdrawn: bool = False
) -> Standing:
    """The state of a line after these readings, oldest first.

    A census without a band breaks a row of held ones, but does not reopen a closed line: only a band below the target
    is a fall. After a fall four in a row are needed again. A closed or withdrawn line is never overdue.

    | state     | when                                                                |
    |-----------|---------------------------------------------------------------------|
    | withdrawn | somebody withdrew it                                                |
    | closed    | held at four censuses in a row, and not fallen since                |
    | holding   | held at the last one to three censuses                              |
    | reopened  | was closed, fell, and is not held now                               |
    | open      | otherwise                                                           |
    """
    held, closed_on, reopened_on = 0, None, None
    for reading in readings:
        if reading.band is not None and reading.band.points >= target.points:
            held = min(held + 1, IN_A_ROW)
            if held == IN_A_ROW and closed_on is None:
                closed_on = reading.on
        elif closed_on is None:
            held = 0
        elif reading.band is not None:
            held, closed_on, reopened_on = 0, None, reading.on
    if withdrawn:
        return Standing(State.WITHDRAWN, held, closed_on, reopened_on)
    if closed_on is not None:
        return Standing(State.CLOSED, held, closed_on, reopened_on)
    overdue = due_on < today
    if held:
        return Standing(State.HOLDING, held, None, reopened_on, overdue)
    state = State.OPEN if reopened_on is None else State.REOPENED
    return Standing(state, 0, None, reopened_on, overdue)


def best(criterion: CriterionRule, rule: MeasureRule) -> Band:
    """The best band that a measure can have."""
    if rule.compares:
        return Band.FAIR
    if rule.rule == "midpoint":
        return Band.GOOD
    return rule.cut.steps[0][0] if rule.cut is not None else criterion.cap


def next_better(band: Band | None, most: Band) -> Band:
    """The target of a line unless another is chosen: the next better band up to the best; fair without a band."""
    if band is None:
        return Band.FAIR
    return ORDER[min(band.points + 1, most.points) - 1]
