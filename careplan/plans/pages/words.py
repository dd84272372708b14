"""States of the clock in words, with the colour of the tag; and why a review is due on its day."""

from dataclasses import dataclass

from careplan.plans.rules.clock import Anchor, ClockStatus, Due, Reading
from careplan.ui.words import counted, day

STATES = {
    ClockStatus.CLOSED: ("Closed", "grey"),
    ClockStatus.DIED: ("Died", "grey"),
    ClockStatus.PAUSED: ("Paused", "grey"),
    ClockStatus.WAITING: ("No plan yet", "white"),
    ClockStatus.PLAN_NOT_YET: ("No plan yet", "white"),
    ClockStatus.PLAN_MISSING: ("No care plan", "red"),
    ClockStatus.OVERDUE: ("Review overdue", "red"),
    ClockStatus.LATE_LOCAL: ("Review late", "orange"),
    ClockStatus.DUE_SOON: ("Review due soon", "yellow"),
    ClockStatus.NOT_DUE: ("Review not due", "green"),
}
NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """The clock as a page shows it: state, colour, when the next review is due, why, and how far away."""

    state: str
    colour: str
    due: str = ""
    because: str = ""
    left: str = ""
    limit: str = ""
    advice: str = ""


def clock_line(reading: Reading) -> ClockLine:
    """A reading in words."""
    state, colour = STATES[reading.status]
    advice = ADVICE.get(reading.status, "")
    if reading.due is None:
        return ClockLine(state, colour, advice=advice)
    left = days_left(reading.days_left or 0)
    return ClockLine(
        state, colour, day(reading.due.on), because(reading.due), left, day(reading.limit_on), advice
    )


ADVICE = {
    ClockStatus.PLAN_MISSING: "Treatment started more than 14 days ago. Write a plan with the client.",
    ClockStatus.OVERDUE: "Hold the review as soon as the client can come.",
    ClockStatus.LATE_LOCAL: "The service’s own date has passed. There is still time before the limit.",
    ClockStatus.PAUSED: "The clock rests while the client is cared for elsewhere.",
}


def because(due: Due) -> str:
    """What a due date is counted from: three months after agreeing."""
    if due.anchor is Anchor.PLANNED:
        return "planned with the client"
    months = f"{NUMBERS[due.months]} month{'' if due.months == 1 else 's'}"
    return f"{months} after {'agreeing' if due.anchor is Anchor.AGREED else 'the last review'}"


def reason(due: Due) -> str:
    """The day with its reason: three months after agreeing: 2 June 2026."""
    return f"{because(due)}: {day(due.on)}"


def days_left(days: int) -> str:
    """In 12 days, today, 5 days ago."""
    if days == 0:
        return "today"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"
