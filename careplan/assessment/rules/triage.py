"""What a completed triage tells the episode: its priority, how soon the person must be seen, the next appointment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from careplan.assessment.rules.triggers import value_of
from careplan.checklists.codes import Status
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.clients.codes import Priority

PRIORITIES = {"current_suicide_risk": Priority.SUICIDE_RISK}
"""Options of the question whose code of the episode has another name."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The next appointment that was agreed at triage: its day, and with whom or where."""

    on: date | None = None
    note: str | None = None


def priority(bank: Bank, given: Mapping[str, Given]) -> str | None:
    """The first priority that applies, in the order of the question; None where it was not answered."""
    told = value_of(bank, given, "priority_group")
    if not told:
        return None
    first = next((code for code in bank.items["priority_group"].answer.options if code in told), "none")
    return PRIORITIES.get(first, first)


def urgency(bank: Bank, given: Mapping[str, Given]) -> str | None:
    """How soon the person must be seen; None where it was not answered."""
    told: str | None = value_of(bank, given, "urgency")
    return told


def wish(bank: Bank, given: Mapping[str, Given]) -> Wish:
    """The next appointment as it was answered; empty where it was not."""
    current_answer = given.get("next_appointment")
    if (
        current_answer is None
        or current_answer.status is not Status.ANSWERED
        or "next_appointment" not in bank.items
    ):
        return Wish()
    return Wish(date.fromisoformat(current_answer.value["value"]), current_answer.value.get("text"))
