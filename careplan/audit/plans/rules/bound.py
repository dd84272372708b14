"""What an action may be bound to: measures with a band at a service, care plan indicators, other rulesets' measures."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from careplan.audit.report.rules.beside import beside
from careplan.audit.report.rules.worklist import deeds
from careplan.audit.review.measures import MEASURES
from careplan.audit.review.rules.bands import ORDER, Band
from careplan.audit.review.rules.ruleset import (
    CURRENT,
    CriterionRule,
    IndicatorRule,
    MeasureRule,
    Ruleset,
    editions,
    load,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A measure as an action is bound to it.

    `key` is what the action keeps; `question` what it counts for, empty where no question asks for it. The review
    gives the care plan indicators no band: `aim` is the percentage that they reach or not.
    """

    key: str
    name: str
    question: str
    ruleset: Ruleset
    criterion: CriterionRule
    rule: MeasureRule
    aim: Fraction | None = None

    @property
    def label(self) -> str:
        """Its name with its words."""
        return f"{self.name} {self.rule.words}"

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands above weak that the measure can have at a service, the lowest first."""
        if self.rule.compares:
            return (Band.FAIR,)
        if self.rule.cut is not None:
            return tuple(band for band, _ in reversed(self.rule.cut.steps))
        most = Band.GOOD if self.rule.rule == "midpoint" else self.criterion.cap
        return ORDER[1 : most.points]

    def next_better(self, band: Band | None) -> Band:
        """What an action aims at unless told otherwise: the next better band or the best; without a band the lowest."""
        now = 0 if band is None else band.points
        return next((one for one in self.bands if one.points > now), self.bands[-1])

    def says(self, band: str | None) -> str:
        """A band in words; of an indicator, whether its aim is reached."""
        if band is None:
            return "no band" if self.aim is None else "no cases"
        if self.aim is None:
            return band
        return f"{self.aim}% or more" if Band(band) in self.bands else f"under {self.aim}%"


def _review(ruleset: Ruleset) -> Iterator[Bound]:
    """Not the rate of incidents: whether they are many hangs on courses of all services on every day."""
    current = ruleset.edition == CURRENT
    for criterion in ruleset.criteria:
        for question in criterion.questions:
            for rule in question.measures:
                if rule.level == "service" and not MEASURES[rule.measure].rate:
                    key = rule.id if current else f"{ruleset.name}/{rule.id}"
                    named = (
                        rule.id if current else f"{ruleset.name.replace('-', ' ').capitalize()}, {rule.id}"
                    )
                    text = question.id if current else ""
                    yield Bound(key, named, text, ruleset, criterion, rule)


def _indicator(ruleset: Ruleset, one: IndicatorRule, aim: Fraction) -> Bound:
    """An indicator, judged by the aim of the worklist."""
    rule = MeasureRule(
        id=one.id,
        words=one.words,
        numerator=one.numerator,
        denominator=one.denominator,
        unit="%",
        flagged=True,
        few=ruleset.numbers.whole("few"),
        origin="A",
        cut_words=f"{aim} % or more",
        source="careplan",
        where="The aim of the worklist",
        good={"at_least": aim},
    )
    criterion = CriterionRule("care_plan", "Care plans", Band.GOOD, "all")
    question = beside().question_of(one.id) or ""
    return Bound(one.id, one.id.upper(), question, ruleset, criterion, rule, aim)


@cache
def bindable(edition: str = CURRENT) -> dict[str, Bound]:
    """Everything an action may be bound to, by key: the edition's own, its indicators, then the other rulesets."""
    ruleset = load(edition)
    bounds = [*_review(ruleset)]
    bounds += [_indicator(ruleset, one, deeds().indicator_target.percent) for one in ruleset.indicators]
    bounds += [one for other in editions() if other != edition for one in _review(load(other))]
    return {one.key: one for one in bounds}
