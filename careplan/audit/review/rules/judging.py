"""The engine: facts, ruleset and measures in, one report out. It is not wired to one review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any

from careplan.audit.review.rules.bands import Band, Proportion, risen
from careplan.audit.review.rules.engine import (
    Completeness,
    CriterionResult,
    Level,
    QuestionResult,
    Report,
    Request,
    Result,
    Status,
)
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.measure import Measure, Measures, tally
from careplan.audit.review.rules.outliers import Peers, outlier_band
from careplan.audit.review.rules.ruleset import CriterionRule, MeasureRule, QuestionRule
from careplan.audit.review.rules.verdict import Tally, met, not_met

Services = Sequence[Service]
NO_PEERS = Peers()


def in_scope(services: Services, kind: str) -> tuple[Service, ...]:
    """The services whose records feed a criterion: prescribing, structured or all."""
    if kind == "prescribing":
        return tuple(service for service in services if service.prescribing)
    if kind == "structured":
        return tuple(service for service in services if service.structured)
    return tuple(services)


def good_ones(lines: Tally) -> Tally:
    """Services whose answer is worth good or better, of all that answered."""
    counted = [
        replace(
            li,
            verdict=(met if li.verdict.band in (Band.GOOD, Band.EXCELLENT) else not_met)(li.verdict.reason),
        )
        for li in lines.counted
    ]
    return Tally((*counted, *lines.outside.lines))


@dataclass(frozen=True, slots=True)
class Judge:
    """Works out measures for one unit; the parts stay the same for a whole report.

    `each`: a partnership's services are judged one by one, too, to say how many are known and weak.
    """

    request: Request
    measures: Measures
    partnership: Partnership | None = None
    peers: Peers = NO_PEERS
    each: bool = True

    def of(self, rule: MeasureRule, services: Services, lines: Tally, level: Level) -> Result:
        """Status, figure and band of a measure over these services, from their lines."""
        measure = self.measures[rule.measure]
        if not measure.by_partnership and not (services and measure.applies(services, self.request.census)):
            return Result(rule, Status.NOT_APPLICABLE, Tally(), None)
        if rule.rule == "answer":
            return self.answered(rule, lines, level)
        figure = lines.figure
        if level is Level.SERVICE and rule.level == "partnership":
            return Result(rule, Status.PARTNERSHIP_ONLY, lines, figure)
        if not figure.whole:
            tally = lines if measure.by_partnership else lines.outside
            return Result(rule, Status.NO_DATA, tally, Proportion(Fraction(0), Fraction(0)))
        return self.banded(rule, services, Result(rule, Status.SCORED, lines, figure), level)

    def banded(self, rule: MeasureRule, services: Services, result: Result, level: Level) -> Result:
        """The result with the band of its figure, or why it has none."""
        value = result.value
        band, without = None, Status.NO_DATA
        if value is not None and rule.compares:
            values = (self.peers.services if level is Level.SERVICE else self.peers.partnerships).get(
                rule.id, ()
            )
            band = outlier_band(value, values, self.request.ruleset.numbers, high=rule.rule == "outlier_high")
            without = Status.NOT_BENCHMARKED
        elif rule.rule == "midpoint":
            band = self.against_midpoint(rule, services, result)
        if value is not None and band is None and rule.cut is not None:
            band = rule.cut.band(value)
        return replace(result, band=band, status=Status.SCORED if band is not None else without)

    def against_midpoint(self, rule: MeasureRule, services: Services, result: Result) -> Band | None:
        """Good at the mid-point or above; below it fair after a significant rise, else weak; none without one."""
        midpoint, now = self.request.midpoints.get(rule.id), result.figure
        if midpoint is None or now is None:
            return None
        if now.percent >= midpoint:
            return Band.GOOD
        before = tally(self.measures[rule.measure], services, self.request.census.year_before()).figure
        rise = risen(now, before, self.request.ruleset.numbers.exact("z"))
        return Band.FAIR if rise else Band.WEAK

    def answered(self, rule: MeasureRule, lines: Tally, level: Level) -> Result:
        """A measure whose answers are worth a band by themselves; a partnership has the lowest of its services."""
        bands = [line.verdict.band for line in lines.counted if line.verdict.band is not None]
        if not bands:
            return Result(rule, Status.NO_DATA, lines, Proportion(Fraction(0), Fraction(0)))
        band = min(bands, key=lambda one: one.points)
        if level is Level.PARTNERSHIP and rule.level == "service":
            lines = good_ones(lines)
        figure = lines.figure if lines.figure.whole else None
        return Result(rule, Status.SCORED, lines, figure, band)

    def measure(self, rule: MeasureRule, services: Services) -> Result:
        """A measure for the unit; a partnership also says how many of its services are known and weak."""
        measure, census, level = self.measures[rule.measure], self.request.census, self.request.unit.level
        if measure.by_partnership:
            return self.returned(rule, measure)
        each = [measure.lines(service, census) for service in services]
        pooled = chain.from_iterable(each) if measure.together is None else measure.over(services, census)
        whole = self.of(rule, services, measure.of(pooled), level)
        if level is Level.SERVICE or rule.level == "partnership" or not self.each:
            return whole
        pairs = zip(services, each, strict=True)
        bands = [self.of(rule, (s,), measure.of(lines), Level.SERVICE).band for s, lines in pairs]
        clear_bands = [band for band in bands if band is not None]
        return replace(whole, services=(len(clear_bands), clear_bands.count(Band.WEAK)))

    def returned(self, rule: MeasureRule, measure: Measure[Any]) -> Result:
        """A measure that only a partnership can answer."""
        if self.request.unit.level is Level.SERVICE or self.partnership is None:
            return Result(rule, Status.PARTNERSHIP_ONLY, Tally(), None)
        lines = measure.of(measure.lines(self.partnership, self.request.census))
        return self.of(rule, (), lines, Level.PARTNERSHIP)

    def question(self, rule: QuestionRule, services: Services) -> QuestionResult:
        """The question with its measures."""
        return QuestionResult(rule, {one.id: self.measure(one, services) for one in rule.measures})

    def of_criterion(self, criterion: CriterionRule, rule: MeasureRule, services: Services) -> Result:
        """A measure over those of the services whose records feed its criterion."""
        return self.measure(rule, in_scope(services, criterion.services))

    def criterion(self, rule: CriterionRule, services: Services) -> CriterionResult:
        """The criterion with its questions, over the services that feed it."""
        scope = in_scope(services, rule.services)
        return CriterionResult(rule, tuple(self.question(one, scope) for one in rule.questions))

    def criteria(self, services: Services) -> tuple[CriterionResult, ...]:
        """All criteria of the ruleset."""
        return tuple(self.criterion(rule, services) for rule in self.request.ruleset.criteria)


def indicators(request: Request, measures: Measures, services: Services) -> Mapping[str, Tally]:
    """The care plan indicators of the ruleset over these services."""
    return {one.id: tally(measures[one.id], services, request.census) for one in request.ruleset.indicators}


def report(judge: Judge, services: Services, completeness: Mapping[str, Completeness]) -> Report:
    """The whole report over a unit's services."""
    plans = indicators(judge.request, judge.measures, services)
    return Report(judge.request, judge.criteria(services), plans, completeness)
