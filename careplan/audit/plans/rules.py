"""Action lines: what they are bound to, and when they close themselves by holding their target. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache, reduce

from careplan.audit.report.labels import NO_BAND
from careplan.audit.report.rules.beside import beside
from careplan.audit.report.rules.worklist import deeds
from careplan.audit.review.measures import MEASURES, measures_by
from careplan.audit.review.rules.bands import ORDER, Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.judging import Judge
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import (
    CURRENT,
    CriterionRule,
    IndicatorRule,
    MeasureRule,
    Ruleset,
    editions,
    load,
)
from careplan.ui.words import NO_CASES


@dataclass(frozen=True, slots=True)
class Planned:
    """An action with its owner, bound to a measure that must reach the target band."""

    question: str
    measure: str
    action: str
    owner: str
    owner_id: str | None
    due_on: date
    start_on: date
    start_band: str | None
    target: str


IN_A_ROW = 4
WEEK = timedelta(days=7)


class State(StrEnum):
    """Where a line stands."""

    OPEN = "open"
    HOLDING = "holding"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reading:
    """The measure at one weekly census; without a band it cannot be told whether the target was held."""

    on: date
    value: Fraction | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class Standing:
    """State of a line; `held` counts the censuses in a row up to the last one, at most four."""

    state: State = State.OPEN
    held: int = 0
    closed_on: date | None = None
    reopened_on: date | None = None
    overdue: bool = False


def weekly(start: date, today: date) -> tuple[date, ...]:
    """The weekly censuses of a line: its first day and every seventh day after it, up to today."""
    return (
        tuple(start + WEEK * week for week in range((today - start).days // 7 + 1)) if start <= today else ()
    )


def after(so_far: Standing, reading: Reading, target: Band) -> Standing:
    """How a row of readings stands with one more, whatever its state is called.

    A census without a band breaks a row of held ones, but does not reopen a closed line: only a band below the target
    is a fall. After a fall four in a row are needed again.
    """
    if reading.band is not None and reading.band.points >= target.points:
        count = min(so_far.held + 1, IN_A_ROW)
        closed = reading.on if count == IN_A_ROW and so_far.closed_on is None else so_far.closed_on
        return replace(so_far, held=count, closed_on=closed)
    if so_far.closed_on is None:
        return replace(so_far, held=0)
    return so_far if reading.band is None else Standing(reopened_on=reading.on)


def standing(
    readings: Iterable[Reading], target: Band, due_on: date, today: date, *, withdrawn: bool = False
) -> Standing:
    """The state of a line after these readings, oldest first. A closed or withdrawn line is never overdue.

    | state     | when                                                                |
    |-----------|---------------------------------------------------------------------|
    | withdrawn | somebody withdrew it                                                |
    | closed    | held at four censuses in a row, and not fallen since                |
    | holding   | held at the last one to three censuses                              |
    | reopened  | was closed, fell, and is not held now                               |
    | open      | otherwise                                                           |
    """
    row = reduce(lambda so_far, one: after(so_far, one, target), readings, Standing())
    if withdrawn:
        return replace(row, state=State.WITHDRAWN)
    if row.closed_on is not None:
        return replace(row, state=State.CLOSED)
    state = State.HOLDING if row.held else State.OPEN if row.reopened_on is None else State.REOPENED
    return replace(row, state=state, overdue=due_on < today)


def closed(newest_first: Iterable[Reading], target: Band) -> bool:
    """Whether a line is closed, the same as its standing says.

    Looks back only until four in a row or a fall is found.
    """
    count = 0
    for reading in newest_first:
        if reading.band is None:
            count = 0
        elif reading.band.points < target.points:
            return False
        else:
            count += 1
        if count == IN_A_ROW:
            return True
    return False


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
            return NO_BAND if self.aim is None else NO_CASES
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


def reading(
    bound: Bound, service: Service, census: Census, midpoints: Mapping[str, Fraction], peers: Peers
) -> Reading:
    """The measure of a service at a census; `peers` is what others are like at it, where the measure asks."""
    unit = Unit(Level.SERVICE, service.id, service.name)
    request = Request(unit, census, bound.ruleset, midpoints)
    judge = Judge(request, measures_by(bound.ruleset.numbers), peers=peers)
    result = judge.of_criterion(bound.criterion, bound.rule, (service,))
    return Reading(census.on, result.value, result.band)
