"""Where a record stands with its assessments. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the episode stands with one kind of assessment.

    `open_id`, and `to_go`, the number of its questions, are of the open one; `last_id` is the completed one's.
    """

    kind: str
    last_completed_on: date | None = None
    open_id: str | None = None
    to_go: int = 0
    last_id: str | None = None


def sheet(shown: Iterable[Any], kind: str) -> Sheet:
    """Where the episode stands with that kind, of what an overview shows."""
    return next((one for one in shown if isinstance(one, Sheet) and one.kind == kind), Sheet(kind))
