"""An action as somebody plans it, before it is a line of the action plan."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Planned:
    """An action with its owner, bound to a measure that must reach the target band."""

    question: str
    measure: str
    action: str
    owner: str
    owner_id: str | None
    due_on: date
    start_on: date
    start_band: str | None
    target: str
