"""When the next review is proposed, and the latest day the form takes, with the reason in words."""

from dataclasses import dataclass
from datetime import date, timedelta

from careplan.plans.pages.words import reason
from careplan.plans.rules.clock import Due, Reading, next_due
from careplan.plans.rules.standard import SCHEDULE
from careplan.ui.words import day


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day to propose, the latest day allowed, and why."""

    on: date
    latest: date
    words: str


def after_agreeing(reading: Reading, agreed_on: date) -> Proposal:
    """For a first plan the service's interval; for a later version the clock runs on as it stood."""
    standard = SCHEDULE.on(agreed_on)
    due = reading.due or next_due(agreed_on, (), agreed_on, standard)
    if due.on > agreed_on:
        return Proposal(due.on, due.on, _sentence(due))
    soon = agreed_on + timedelta(days=standard.due_soon.days)
    return Proposal(soon, soon, f"The review was due on {day(due.on)} and a new version does not put it off.")


def after_review(agreed_on: date, reviewed_on: date) -> Proposal:
    """The service's interval from the review."""
    due = next_due(agreed_on, (reviewed_on,), reviewed_on, SCHEDULE.on(reviewed_on))
    words = _sentence(due).replace("after the last review", "after this review")
    return Proposal(due.on, due.on, words)


def _sentence(due: Due) -> str:
    words = reason(due)
    return f"{words[0].upper()}{words[1:]}. An earlier day is possible."
