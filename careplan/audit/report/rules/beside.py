"""What stands beside a question that a person answers: figures of the record that are never scored."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from careplan.audit.review.rules.ruleset import IndicatorRule

STANDARDS = Path(__file__).parent.parent / "standards"


@dataclass(frozen=True, slots=True)
class Beside:
    """Figures by question; `own` are those that are no care plan indicator."""

    questions: Mapping[str, tuple[str, ...]]
    own: Mapping[str, IndicatorRule]

    def question_of(self, figure: str) -> str | None:
        """The question beside which a figure stands; none where it stands beside none."""
        return next((question for question, keys in self.questions.items() if figure in keys), None)


def read_beside(text: str) -> Beside:
    """The figures of a TOML text; ValueError where one stands beside two questions, or the source is missing."""
    data = tomllib.loads(text)
    if not data.get("source") or data.get("provenance") not in ("stated", "assumed"):
        raise ValueError("source and provenance (stated or assumed) are required")
    questions = {question: tuple(keys) for question, keys in data["questions"].items()}
    placed = [key for keys in questions.values() for key in keys]
    if len(placed) != len(set(placed)):
        raise ValueError("a figure stands beside two questions")
    return Beside(questions, {key: IndicatorRule(key, **row) for key, row in data["measures"].items()})


@cache
def beside(edition: str = "1") -> Beside:
    """The table of an edition, read once."""
    return read_beside((STANDARDS / f"beside-{edition}.toml").read_text(encoding="utf-8"))
