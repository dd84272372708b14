"""What a note may say of its day, and what has to be done after it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

SOURCE = "contact_note:"
"""How the task of a note's next step names its note."""


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it was filled in; `goals` are the first ids of their chains, `began` is London time as HH:MM."""

    happened_on: date
    began: str | None
    worker_id: str
    purpose: str
    way: str
    words: str
    risk_changed: bool
    risk_words: str | None = None
    with_whom: str | None = None
    minutes: int | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    appointment_id: str | None = None
    goals: tuple[str, ...] = ()


def day_fault(on: date | None, began: str | None, *, born: date | None, on_clock: tuple[date, str]) -> str:
    """The sentence that refuses the day or the time of a contact; empty where it may stand.

    `born`: the day of birth where it is known; `on_clock`: the day and the time, HH:MM, in London now.
    """
    today, time = on_clock
    if on is None:
        return ""
    if on > today:
        return "The day of the contact must be today or in the past"
    if born is not None and on < born:
        return "The day of the contact is before this client’s birth"
    if on == today and began is not None and began > time:
        return "This time is still to come. Book an appointment instead, or mend the day or the time"
    return ""


def unfinished(
    *,
    happened_on: date | None,
    risk_changed: bool | None,
    risk_words: str | None,
    next_step: str | None,
    next_step_on: date | None,
) -> Iterator[tuple[str, str]]:
    """The fields that only together say something, each with the sentence of the half that is missing or wrong."""
    if risk_changed and not risk_words:
        yield "risk_words", "Enter what changed about the risk"
    if risk_words and not risk_changed:
        yield "risk_changed", "Select yes, as you entered what changed, or delete it"
    if next_step and next_step_on is None:
        yield "next_step_on", "Enter the day by which the next step is done"
    if next_step_on is not None and not next_step:
        yield "next_step", "Enter the next step, or delete its day"
    if next_step_on is not None and happened_on is not None and next_step_on < happened_on:
        yield "next_step_on", "The day of the next step is before the contact"
