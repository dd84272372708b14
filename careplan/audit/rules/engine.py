"""The engine: facts, ruleset and measures in, one report out. It is not wired to one review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from careplan.audit.rules.bands import Band, Proportion, mean_band, midpoint_band
from careplan.audit.rules.census import Census
from careplan.audit.rules.facts import Service
from careplan.audit.rules.measure import Measures
from careplan.audit.rules.overall import Overall, overall
from careplan.audit.rules.ruleset import CriterionRule, MeasureRule, QuestionRule, Ruleset
from careplan.audit.rules.tally import Tally, pooled, tally

LOW_N = 10


class Level(StrEnum):
    """Whose report it is."""

    SERVICE = "service"
    PARTNERSHIP = "partnership"


class Status(StrEnum):
    """Why a measure has a band, or none."""

    SCORED = "scored"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"


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


@dataclass(frozen=True, slots=True)
class Result:
    """One measure for one unit. The figure is none only where the measure does not apply."""

    rule: MeasureRule
    status: Status
    tally: Tally
    figure: Proportion | None
    band: Band | None = None
    services: tuple[int, int] | None = None

    @property
    def value(self) -> Fraction | None:
        """The figure as percent, milligrams or days."""
        if self.figure is None or not self.figure.whole:
            return None
        times = 100 if self.rule.unit == "%" else 1
        return times * self.figure.part / self.figure.whole

    @property
    def low_n(self) -> bool:
        """Whether it rests on fewer than ten records."""
        return self.rule.low_n and self.figure is not None and 0 < self.figure.whole < LOW_N


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question's band, none where a measure is not yet built or nothing is known; results by measure id."""

    rule: QuestionRule
    results: Mapping[str, Result]
    band: Band | None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion's band and its questions."""

    rule: CriterionRule
    questions: tuple[QuestionResult, ...]
    band: Band | None


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


@dataclass(frozen=True, slots=True)
class Report:
    """All criteria, the care plan indicators and the overall rating."""

    request: Request
    criteria: tuple[CriterionResult, ...]
    indicators: Mapping[str, Tally]
    completeness: Mapping[str, Completeness]
    overall: Overall

    def result(self, measure_id: str) -> Result | None:
        """The result of a measure, none if it is unknown or not yet built."""
        for criterion in self.criteria:
            for question in criterion.questions:
                if measure_id in question.results:
                    return question.results[measure_id]
        return None


def in_scope(services: Sequence[Service], rule: CriterionRule) -> tuple[Service, ...]:
    """The services whose records feed a criterion."""
    if rule.services == "prescribing":
        return tuple(service for service in services if service.prescribing)
    if rule.services == "structured":
        return tuple(service for service in services if service.structured)
    return tuple(services)


@dataclass(frozen=True, slots=True)
class Judge:
    """Works out one measure; the parts stay the same for a whole report."""

    request: Request
    measures: Measures

    def of(self, rule: MeasureRule, services: Sequence[Service], lines: Tally) -> Result:
        """Status, figure and band of a measure over these services, from their lines."""
        measure, census = self.measures[rule.id], self.request.census
        if not services or not measure.applies(services, census):
            return Result(rule, Status.NOT_APPLICABLE, Tally(), None)
        figure = lines.figure
        midpoint = self.request.midpoints.get(rule.id)
        if not figure.whole or (rule.rule == "midpoint" and midpoint is None):
            return Result(rule, Status.NO_DATA, lines, figure)
        if rule.rule == "midpoint" and midpoint is not None:
            before = tally(measure, services, census.year_before()).figure
            return Result(rule, Status.SCORED, lines, figure, midpoint_band(figure, before, midpoint))
        result = Result(rule, Status.SCORED, lines, figure)
        value = result.value
        band = rule.cut.band(value) if rule.cut is not None and value is not None else None
        return Result(rule, Status.SCORED, lines, figure, band)

    def measure(self, rule: MeasureRule, services: Sequence[Service]) -> Result:
        """A measure for the unit; a partnership also says how many of its services are known and weak."""
        each = [tally(self.measures[rule.id], (service,), self.request.census) for service in services]
        whole = self.of(rule, services, pooled(each))
        if self.request.unit.level is Level.SERVICE:
            return whole
        bands = [self.of(rule, (s,), lines).band for s, lines in zip(services, each, strict=True)]
        known = [band for band in bands if band is not None]
        return Result(
            whole.rule,
            whole.status,
            whole.tally,
            whole.figure,
            whole.band,
            (len(known), known.count(Band.WEAK)),
        )

    def question(self, rule: QuestionRule, services: Sequence[Service]) -> QuestionResult:
        """The mean of the measures' bands, given only when all of them are built."""
        results = {m.id: self.measure(m, services) for m in rule.measures if m.built}
        band = mean_band(result.band for result in results.values()) if rule.built else None
        return QuestionResult(rule, results, band)

    def criterion(self, rule: CriterionRule, services: Sequence[Service]) -> CriterionResult:
        """The mean of the questions' bands up to the cap, given only when all of them are built."""
        questions = tuple(self.question(q, in_scope(services, rule)) for q in rule.questions)
        band = mean_band((q.band for q in questions), rule.cap) if rule.built else None
        return CriterionResult(rule, questions, band)


def report(
    request: Request,
    services: Sequence[Service],
    measures: Measures,
    indicators: Measures,
    asked: Mapping[str, Completeness],
) -> Report:
    """The whole report over a unit's services."""
    judge = Judge(request, measures)
    criteria = tuple(judge.criterion(rule, services) for rule in request.ruleset.criteria)
    known = {c.rule.id: c.band for c in criteria if c.band is not None}
    caps = {rule.id: rule.cap for rule in request.ruleset.criteria}
    final = overall(known, caps) if request.ruleset.built else Overall(None, None, len(known))
    return Report(
        request=request,
        criteria=criteria,
        indicators={cp: tally(rule, services, request.census) for cp, rule in indicators.items()},
        completeness=asked,
        overall=final,
    )
