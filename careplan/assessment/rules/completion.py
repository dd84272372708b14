"""When an assessment may be completed.

| missing items | triggers without an action | reason | becomes                                  |
|---------------|----------------------------|--------|------------------------------------------|
| any           | some                       | any    | nothing: the actions come first          |
| none          | none                       | -      | completed, fixed from now on             |
| some          | none                       | given  | incomplete, with a task to come back     |
| some          | none                       | none   | nothing: ask the rest or say why         |
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

from careplan.checklists.rules.asked import Sitting, missing
from careplan.checklists.rules.bank import Item


class Reason(StrEnum):
    """Why an assessment stays incomplete."""

    CLIENT_LEFT = "client_left"
    TOO_UNWELL = "too_unwell"
    TO_FINISH = "to_finish"


class Outcome(StrEnum):
    """What comes of the wish to complete."""

    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    HELD_BACK = "held_back"
    REFUSED = "refused"


def still_to_ask(sitting: Sitting, hidden: Collection[str]) -> tuple[Item, ...]:
    """What completing waits for: expected and not asked, but for what the service's form leaves out."""
    return tuple(item for item in missing(sitting) if item.item not in hidden)


def outcome(to_ask: Sequence[Item], unanswered: Sequence[object], reason: Reason | None) -> Outcome:
    """What becomes of the assessment (table above); `unanswered` are triggers without an action."""
    if unanswered:
        return Outcome.HELD_BACK
    if not to_ask:
        return Outcome.COMPLETED
    return Outcome.REFUSED if reason is None else Outcome.INCOMPLETE
