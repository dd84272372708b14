"""What stands beside a question that a person answers: figures of the record that are never scored."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import field

from careplan.audit.review.rules.ruleset import FigureWords
from careplan.ground.standards import Edition, Series

STANDARDS = Path(__file__).parents[1] / "standards"


class Beside(Edition, frozen=True, kw_only=True):
    """Figures by question; `own` are those that are no care plan indicator."""

    questions: Mapping[str, tuple[str, ...]]
    own: Mapping[str, FigureWords] = field(name="measures")

    def __post_init__(self) -> None:
        """Refuse a figure beside two questions."""
        placed = [key for keys in self.questions.values() for key in keys]
        if len(placed) != len(set(placed)):
            raise ValueError("a figure stands beside two questions")

    def question_of(self, figure: str) -> str | None:
        """The question beside which a figure stands; none where it stands beside none."""
        return next((question for question, keys in self.questions.items() if figure in keys), None)


BESIDE = Series(STANDARDS, "beside", Beside)


def beside() -> Beside:
    """The table of the last edition."""
    return BESIDE.latest
