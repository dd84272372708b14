"""What stands beside figures and bands: the record's own figures, and the published distributions."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from careplan.audit.review.measures import INDICATORS
from careplan.audit.review.measures.beside import NAMES
from careplan.audit.review.rules.ruleset import FigureWords
from careplan.ground.standards import Edition, Series, Words

STANDARDS = Path(__file__).parents[1] / "standards"


class Beside(Edition, frozen=True, kw_only=True):
    """Figures by question; `own` are those that are no care plan indicator."""

    questions: Mapping[str, tuple[str, ...]]
    own: Mapping[str, FigureWords] = field(name="measures")

    def __post_init__(self) -> None:
        """Refuse a figure beside two questions, and one that nothing judges."""
        placed = [key for keys in self.questions.values() for key in keys]
        if len(placed) != len(set(placed)):
            raise ValueError("a figure stands beside two questions")
        judged = INDICATORS.keys() | NAMES
        if unknown := sorted({*placed, *self.own} - judged):
            raise ValueError(f"nothing judges {unknown[0]}")

    def question_of(self, figure: str) -> str | None:
        """The question beside which a figure stands; none where it stands beside none."""
        return next((question for question, keys in self.questions.items() if figure in keys), None)


BESIDE = Series(STANDARDS, "beside", Beside)


def beside() -> Beside:
    """The table of the last edition."""
    return BESIDE.latest


class Ratings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Partnerships by overall rating, of how many, and where it stands in the publication."""

    where: Words
    of: int
    weak: int
    fair: int
    good: int
    excellent: int
    note: Words

    @property
    def bands(self) -> Mapping[str, int]:
        """Partnerships by rating."""
        return {"weak": self.weak, "fair": self.fair, "good": self.good, "excellent": self.excellent}


class Where(Struct, frozen=True, forbid_unknown_fields=True):
    """Where something stands in the publication."""

    where: Words


class Published(Edition, frozen=True, kw_only=True):
    """What was published of all partnerships."""

    publication: Words
    overall: Ratings
    criteria: Where


PUBLISHED = Series(STANDARDS, "national", Published)
