"""What a report consists of: results, questions, criteria, completeness, overall; for one unit or for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from careplan.audit.review.rules.bands import Band, Overall, Proportion, mean_band, overall
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.ruleset import CriterionRule, MeasureRule, QuestionRule, Ruleset
from careplan.audit.review.rules.verdict import Tally

TIMES = {"%": 100, "per_100_person_years": 36525}
"""What a figure is multiplied by to give its value; 36525 days are a hundred years."""


class Level(StrEnum):
    """Whose report it is."""

    SERVICE = "service"
    PARTNERSHIP = "partnership"
    NATIONAL = "national"


class Status(StrEnum):
    """Why a measure has a band, or none."""

    SCORED = "scored"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    PARTNERSHIP_ONLY = "partnership_only"
    NOT_BENCHMARKED = "not_benchmarked"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is audited."""

    level: Level
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Request:
    """What the report was asked for."""

    unit: Unit
    census: Census
    ruleset: Ruleset
    midpoints: Mapping[str, Fraction] = field(default_factory=dict)


def value_of(figure: Proportion, unit: str | None) -> Fraction | None:
    """The value of a figure in its unit; none without a denominator. A count is its numerator."""
    if not figure.whole:
        return None
    if unit == "count":
        return figure.part
    return TIMES.get(unit or "", 1) * figure.part / figure.whole


@dataclass(frozen=True, slots=True)
class Result:
    """One measure for one unit. The figure is none where the measure does not apply, and where it has no number.

    `services`: of a partnership's services those that have a band, and of these the weak ones.
    """

    rule: MeasureRule
    status: Status
    tally: Tally
    figure: Proportion | None
    band: Band | None = None
    services: tuple[int, int] | None = None

    @property
    def value(self) -> Fraction | None:
        """The figure as percent, milligrams, days, a count or a rate."""
        if self.figure is None:
            return None
        return value_of(self.figure, self.rule.unit)

    @property
    def low_n(self) -> bool:
        """Whether it rests on fewer records than its rule calls enough."""
        return self.figure is not None and 0 < self.figure.whole < self.rule.low_n


@dataclass(frozen=True)
class QuestionResult:
    """A question with its results by measure id."""

    rule: QuestionRule
    results: Mapping[str, Result]

    @cached_property
    def band(self) -> Band | None:
        """The mean of the measures' bands; none where nothing is known."""
        return mean_band(one.band for one in self.results.values())


@dataclass(frozen=True)
class CriterionResult:
    """A criterion with its questions."""

    rule: CriterionRule
    questions: tuple[QuestionResult, ...]

    @cached_property
    def band(self) -> Band | None:
        """The mean of the questions' bands up to the cap."""
        return mean_band((one.band for one in self.questions), self.rule.cap)


def rated(criteria: Sequence[CriterionResult], ruleset: Ruleset) -> Overall:
    """The rating that all criteria of a ruleset give."""
    bands = {one.rule.id: one.band for one in criteria if one.band is not None}
    return overall(bands, {one.rule.id: one.rule.cap for one in criteria}, ruleset.overall)


@dataclass(frozen=True, slots=True)
class ItemCount:
    """Asked in so many of so many assessments that expect the item."""

    item: str
    asked: int
    expected: int

    @property
    def share(self) -> Proportion:
        """The same as one share."""
        return Proportion(Fraction(self.asked), Fraction(self.expected))

    @property
    def gap(self) -> Fraction:
        """The share of assessments in which it was not asked."""
        return 1 - Fraction(self.asked, self.expected)


@dataclass(frozen=True, slots=True)
class Completeness:
    """Record completeness of one kind of assessment; items in bank order, those expected at least once."""

    items: tuple[ItemCount, ...] = ()

    @property
    def asked(self) -> int:
        """Items asked, over all assessments."""
        return sum(row.asked for row in self.items)

    @property
    def expected(self) -> int:
        """Items expected and applicable, over all assessments."""
        return sum(row.expected for row in self.items)

    @property
    def share(self) -> Proportion:
        """The same as one share."""
        return Proportion(Fraction(self.asked), Fraction(self.expected))

    def worst_first(self) -> tuple[ItemCount, ...]:
        """The items by the share not asked, the greatest first."""
        return tuple(sorted(self.items, key=lambda row: row.gap, reverse=True))


@dataclass(frozen=True)
class Report:
    """All criteria, the care plan indicators and record completeness."""

    request: Request
    criteria: tuple[CriterionResult, ...]
    indicators: Mapping[str, Tally]
    completeness: Mapping[str, Completeness]

    @cached_property
    def overall(self) -> Overall:
        """The overall rating."""
        return rated(self.criteria, self.request.ruleset)

    @property
    def results(self) -> dict[str, Result]:
        """The results of all measures by id, in order."""
        questions = (question for criterion in self.criteria for question in criterion.questions)
        return {key: result for question in questions for key, result in question.results.items()}

    def result(self, measure_id: str) -> Result | None:
        """The result of a measure, none if it is unknown."""
        return self.results.get(measure_id)


@dataclass(frozen=True, slots=True)
class Rated:
    """A partnership in the national report: its bands by criterion and its overall rating."""

    unit: Unit
    bands: Mapping[str, Band | None]
    overall: Overall


@dataclass(frozen=True, slots=True)
class National:
    """All partnerships side by side, with the care plan indicators and completeness of all services together."""

    request: Request
    partnerships: tuple[Rated, ...]
    indicators: Mapping[str, Tally]
    completeness: Mapping[str, Completeness]

    def distribution(self) -> Mapping[str, Mapping[str, int]]:
        """How many partnerships have which band, by criterion and overall; `none` counts those without."""
        rows = {c.id: [one.bands[c.id] for one in self.partnerships] for c in self.request.ruleset.criteria}
        rows["overall"] = [one.overall.rating for one in self.partnerships]
        return {
            key: {band.value: bands.count(band) for band in Band} | {"none": bands.count(None)}
            for key, bands in rows.items()
        }
