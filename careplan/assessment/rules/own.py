"""A question that a service placed in a section of its form. Pure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OwnAsked:
    """One question: the first id of its chain, its words and section, the row of the latest answer of the episode."""

    question_id: str
    words: str
    section: str
    last: Any = None

    @property
    def field(self) -> str:
        """What the form calls it."""
        return f"own_{self.question_id}"

    @property
    def answer(self) -> str:
        """The latest answer; empty where there is none."""
        return self.last.words if self.last is not None else ""
