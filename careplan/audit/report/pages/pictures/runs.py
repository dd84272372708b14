"""Run charts: a measure at each of the last twelve monthly censuses, with its cut-off."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.rules.course import Facts, course, indicator_course
from careplan.audit.report.rules.pictures import censuses
from careplan.audit.review.measures import INDICATORS, MEASURES
from careplan.audit.review.queries.peers import peers_over
from careplan.audit.review.rules.bands import Cut
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Result
from careplan.audit.review.rules.outliers import Peers, fence
from careplan.audit.review.rules.ruleset import CriterionRule, MeasureRule, load

LIMIT_WORDS = {"at_least": "from", "above": "over", "at_most": "up to", "below": "under"}
BANDS = "band"
"""The unit of what has a band by its answers alone: the band itself is drawn."""


@dataclass(frozen=True, slots=True)
class Charted:
    """What can be drawn over time: its address, its words and its unit; rules are none for a care plan indicator."""

    key: str
    words: str
    unit: str
    rule: MeasureRule | None = None
    criterion: CriterionRule | None = None

    @property
    def compares(self) -> bool:
        """Whether its cut-off comes from the figures of other units, another at each census."""
        return self.rule is not None and self.rule.compares


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure at one census: the value to draw, and figure and band in words; no value leaves a gap.

    `limit`: the cut-off at this census, of what is compared with other units.
    """

    on: date
    value: Fraction | None
    figure: str
    band: str
    limit: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A way to one chart."""

    text: str
    href: str


def charted(request: Selection, key: str) -> Charted | None:
    """The measure or indicator that an address names; none for anything else."""
    return next((one for one in every(request) if one.key == key), None)


def every(request: Selection) -> tuple[Charted, ...]:
    """All that can be drawn: every measure the unit is asked, and the care plan indicators."""
    rules = [
        (criterion, rule)
        for criterion, rule in load().measures()
        if request.together or not MEASURES[rule.measure].by_partnership
    ]
    measures = [Charted(r.id, f"{r.id} {r.words}", unit_of(r), r, c) for c, r in rules]
    plans = [Charted(r.id, f"{r.id.upper()} {r.words}", "%") for r in load().indicators]
    return (*measures, *plans)


def unit_of(rule: MeasureRule) -> str:
    """What is drawn of a measure: its figure, or its band where answers alone decide it."""
    return BANDS if rule.rule == "answer" or rule.unit is None else rule.unit


def links(request: Selection) -> tuple[Link, ...]:
    """Ways to every chart, in the order of the report."""
    return tuple(
        Link(one.words, url_for("audit.run_chart_page", measure=one.key, **request.here))
        for one in every(request)
    )


def readings(request: Selection, facts: Facts, one: Charted) -> tuple[Reading, ...]:
    """The measure at the last twelve monthly censuses."""
    days = censuses(request.census)
    if one.rule is None or one.criterion is None:
        assert one.key in INDICATORS
        match = zip(days, indicator_course(facts.services, one.key, days), strict=True)
        return tuple(_indicator(census, tally.figure.part, tally.figure.whole) for census, tally in match)
    others = peers_over(load(), one.key, days)
    results = course(request.request, facts, (one.criterion, one.rule), days, others)
    pairs = zip(days, results, strict=True)
    return tuple(
        _measure(census, result, _limit(request, others.get(census), result)) for census, result in pairs
    )


def _indicator(census: Census, part: Fraction, whole: Fraction) -> Reading:
    value = 100 * part / whole if whole else None
    return Reading(census.on, value, words.share_words(part, whole), "–")


def _measure(census: Census, result: Result, limit: Fraction | None) -> Reading:
    band = result.band.value if result.band is not None else words.NO_BAND
    value = result.value
    if unit_of(result.rule) == BANDS:
        value = None if result.band is None else Fraction(result.band.points)
    return Reading(census.on, value, words.figure_words(result), band, limit)


def _limit(request: Selection, others: Peers | None, result: Result) -> Fraction | None:
    """Where weak begins among others at a census; with too few of these the cut-off of the review, if it has one."""
    rule = result.rule
    if others is None:
        return None
    values = (others.partnerships if request.together else others.services).get(rule.id, ())
    share = fence(values, load().numbers, high=rule.rule == "outlier_high")
    fixed = limits(rule.cut)
    return share if share is not None or not fixed else fixed[-1][1]


def limits(cut: Cut | None) -> tuple[tuple[str, Fraction], ...]:
    """Each cut-off in words, with its number: of the best band first, and each number once."""
    values: dict[Fraction, str] = {}
    for band, conditions in cut.steps if cut is not None else ():
        for word, limit in conditions:
            values.setdefault(limit, f"{band.value} {LIMIT_WORDS[word]}")
    return tuple((text, limit) for limit, text in values.items())


def fixed_limits(request: Selection, one: Charted) -> tuple[tuple[str, Fraction], ...]:
    """The cut-offs that are the same at every census: those of the review, or the national mid-point that was set."""
    if one.rule is None or one.compares:
        return ()
    if one.rule.rule != "midpoint":
        return limits(one.rule.cut)
    point = request.request.midpoints.get(one.key)
    return () if point is None else (("good from the national mid-point of", point),)
