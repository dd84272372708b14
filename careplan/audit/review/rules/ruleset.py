"""The review's ruleset: criteria, questions, measures, cut-offs, read from one TOML file and checked."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from careplan.audit.review.rules.bands import ORDER, Band, Cut, Operator, OverallRule, cut_from
from careplan.audit.review.rules.numbers import Number, Numbers
from careplan.ground import standards
from careplan.ground.standards import SIGNED, Origin

REVIEWS = Path(__file__).parents[2] / "reviews"
CURRENT = "2005-06"
OUTLIERS = frozenset({"outlier_high", "outlier_low"})
MORE = frozenset({"at_least", "above"})
"""The words of cut-offs that ask for more."""


class RulesetNumber(Number, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number with its source; `origin` is S where the source states it, A where it is assumed."""

    origin: Origin
    source: str


class MeasureRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """What the review says of one measure. `cut` is none where the band has another rule (`rule`).

    `flagged`: it is flagged as few where it rests on fewer records or people than `few`. At `level` partnership a
    single service has no band.
    """

    id: str
    judged_by: str = field(name="measure", default="")
    words: str
    numerator: str
    denominator: str
    unit: str | None = None
    flagged: bool = field(name="low_n", default=False)
    few: int = 0
    origin: Origin
    cut_words: str = field(name="cut")
    source: str
    where: str
    rule: Literal["cut", "midpoint", "answer", "outlier_high", "outlier_low"] = "cut"
    level: Literal["service", "partnership"] = "service"
    fair: Mapping[Operator, Fraction] = {}
    good: Mapping[Operator, Fraction] = {}
    excellent: Mapping[Operator, Fraction] = {}

    def __post_init__(self) -> None:
        """Refuse a measure that is judged by cut-offs and has none."""
        if self.rule == "cut" and self.cut is None:
            raise ValueError(f"measure {self.id} has no cut-off")

    @property
    def measure(self) -> str:
        """The name of the function that judges its records."""
        return self.judged_by or self.id

    @property
    def low_n(self) -> int:
        """Fewer records are flagged as few; 0 where they are never few."""
        return self.few if self.flagged else 0

    @cached_property
    def cut(self) -> Cut | None:
        """The cut-offs of its bands."""
        return cut_from({Band.EXCELLENT: self.excellent, Band.GOOD: self.good, Band.FAIR: self.fair})

    @property
    def compares(self) -> bool:
        """Whether its band comes from the figures of other units: an outlier is weak, any other fair."""
        return self.rule in OUTLIERS

    @property
    def up(self) -> bool:
        """Whether a higher figure is a better one, by the words of its cut-offs or the bad side of its outliers."""
        if self.cut is None:
            return self.rule != "outlier_high"
        return any(word in MORE for _, limits in self.cut.steps for word, _ in limits)


class QuestionRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A question and the measures whose bands it averages."""

    id: str
    words: str
    measures: tuple[MeasureRule, ...]


class CriterionRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A criterion with its cap; `services` says whose records feed it."""

    id: str
    words: str
    cap: Band
    services: Literal["prescribing", "structured", "all"]
    published: Mapping[str, int] = {}
    questions: tuple[QuestionRule, ...] = ()

    @property
    def number(self) -> int:
        """The criterion's number in the review."""
        return int(self.id[1:])

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands it can have, the lowest first."""
        return ORDER[: self.cap.points]

    @property
    def shares(self) -> dict[str, str]:
        """The published share of each band, in words."""
        return {band: f"{share}%" for band, share in self.published.items()}


class FigureWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a figure that is never scored."""

    words: str
    numerator: str
    denominator: str


class IndicatorRule(FigureWords, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A care plan indicator, shown beside the review."""

    id: str


class Ruleset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One edition of a review; never edited once a report used it."""

    name: str
    edition: str
    sha256: str = ""
    banner: str
    citation: str
    sources: Mapping[str, str]
    criteria: tuple[CriterionRule, ...]
    indicators: tuple[IndicatorRule, ...] = ()
    gaps: Mapping[str, Mapping[str, int]] = {}
    number_rows: Mapping[str, RulesetNumber] = field(name="numbers")
    overall: OverallRule

    def __post_init__(self) -> None:
        """Refuse an unknown source, and a measure that stands twice."""
        if unknown := {row.source for row in self.sourced()} - set(self.sources):
            raise ValueError(f"unknown source {', '.join(sorted(unknown))}")
        ids = Counter([*(rule.id for _, rule in self.measures()), *(one.id for one in self.indicators)])
        if twice := [id_ for id_, count in ids.items() if count > 1]:
            raise ValueError(f"measure {twice[0]} stands there twice")

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers by name."""
        return Numbers(self.number_rows)

    @property
    def words(self) -> dict[str, str]:
        """The words of criteria, questions, measures and indicators, by id."""
        questions = (question for criterion in self.criteria for question in criterion.questions)
        measures = (rule for _, rule in self.measures())
        return {
            one.id: one.words
            for rules in (self.criteria, questions, measures, self.indicators)
            for one in rules
        }

    def measures(self) -> Iterator[tuple[CriterionRule, MeasureRule]]:
        """Every measure with its criterion, in order."""
        for criterion in self.criteria:
            for question in criterion.questions:
                for measure in question.measures:
                    yield criterion, measure

    def sourced(self) -> Iterator[RulesetNumber | MeasureRule | OverallRule]:
        """Whatever says where it comes from."""
        yield from self.number_rows.values()
        yield from (measure for _, measure in self.measures())
        yield self.overall


def read(text: bytes, name: str = "ruleset.toml") -> Ruleset:
    """The ruleset of a file's bytes; raises StandardError."""
    rules = standards.read(text, Ruleset, name)
    few = rules.numbers.whole("few")
    criteria = tuple(
        replace(
            one,
            questions=tuple(
                replace(wanted_rule, measures=tuple(replace(rule, few=few) for rule in wanted_rule.measures))
                for wanted_rule in one.questions
            ),
        )
        for one in rules.criteria
    )
    return replace(rules, criteria=criteria, sha256=hashlib.sha256(text).hexdigest())


def editions() -> tuple[str, ...]:
    """The names of all rulesets, the current one first."""
    return (CURRENT, *sorted(file.stem for file in REVIEWS.glob("*.toml") if file.stem != CURRENT))


@cache
def load(edition: str = CURRENT) -> Ruleset:
    """The ruleset of an edition, read once."""
    return read((REVIEWS / f"{edition}.toml").read_bytes(), f"{edition}.toml")


class Rulesets:
    """The rulesets as files; each is chosen by its name. `judged`: the measures and indicators that the room has."""

    def __init__(self, judged: Collection[str]) -> None:
        self.judged = judged

    def paths(self) -> list[Path]:
        """Their files."""
        return sorted(REVIEWS.glob("*.toml"))

    def line(self, path: Path) -> str:
        """What a file holds, in one line; raises StandardError."""
        rules = read(path.read_bytes(), path.name)
        names = {
            **{rule.id: rule.measure for _, rule in rules.measures()},
            **{one.id: one.id for one in rules.indicators},
        }
        for id_, name in names.items():
            if name not in self.judged:
                raise standards.StandardError(f"{path.name}: measure {id_}: nothing judges {name}")
        counts = Counter(SIGNED[one.origin] for one in rules.sourced())
        return standards.line(path, rules.edition, "chosen by name", counts)
