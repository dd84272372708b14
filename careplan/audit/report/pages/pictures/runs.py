"""Run charts: a measure at each of the last twelve monthly censuses, with its cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.ways import Way
from careplan.audit.report.rules.pictures import censuses
from careplan.audit.review.measures import Figure, figures, measures_by
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.peers import others
from careplan.audit.review.queries.reports import partnership_facts
from careplan.audit.review.queries.units import every_service
from careplan.audit.review.rules.bands import ORDER, Cut, Proportion, half_up
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Result
from careplan.audit.review.rules.export import measure
from careplan.audit.review.rules.judging import NO_PEERS, Judge
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.outliers import Peers, fence
from careplan.audit.review.rules.ruleset import load
from careplan.ground.scope import scope
from careplan.ui.plots.curves import Point, Run
from careplan.ui.plots.shapes import Key, Plot, Table
from careplan.ui.words import MONTHS, day, plain_number

LIMIT_WORDS = {"at_least": "from", "above": "over", "at_most": "up to", "below": "under"}
BANDS = "band"
"""The unit of what has a band by its answers alone: the band itself is drawn."""


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


def charted(request: Selection) -> dict[str, Figure]:
    """All that can be drawn: every measure the unit is asked, and the care plan indicators."""
    every = figures(load())
    return {key: one for key, one in every.items() if request.together or not one.measure.by_partnership}


def unit_of(one: Figure) -> str:
    """What is drawn of a figure: its value, or its band where answers alone decide it."""
    return BANDS if one.unit is None or (one.rule is not None and one.rule.rule == "answer") else one.unit


def links(request: Selection) -> tuple[Way, ...]:
    """Ways to every chart, in the order of the report."""
    return tuple(
        Way(one.title, url_for("audit.run_chart_page", measure=key, **request.here))
        for key, one in charted(request).items()
    )


def readings(request: Selection, one: Figure) -> tuple[Reading, ...]:
    """The figure at the last twelve monthly censuses, over the record as it stands today."""
    days = censuses(request.census)
    facts = facts_of(request.services, request.census, with_answers=False)
    if one.rule is None or one.criterion is None:
        tallies = (tally(one.measure, facts, census).figure for census in days)
        return tuple(_share(census, figure) for census, figure in zip(days, tallies, strict=True))
    own = partnership_facts(request.unit.id) if request.together else None
    compared = others(load(), scope(every_service(), None), {one.key}) if one.compares else None
    rows, measures = [], measures_by(load().numbers)
    for census in days:
        peers = compared.at(census) if compared is not None else None
        judge = Judge(replace(request.request, census=census), measures, own, peers or NO_PEERS)
        result = judge.of_criterion(one.criterion, one.rule, facts)
        rows.append(_measure(one, census, result, _limit(request, peers, result)))
    return tuple(rows)


def _share(census: Census, figure: Proportion) -> Reading:
    value = figure.percent if figure.whole else None
    return Reading(census.on, value, words.share_words(figure.part, figure.whole), "–")


def _measure(one: Figure, census: Census, result: Result, limit: Fraction | None) -> Reading:
    band = result.band.value if result.band is not None else words.NO_BAND
    value = result.value
    if unit_of(one) == BANDS:
        value = None if result.band is None else Fraction(result.band.points)
    return Reading(census.on, value, words.figure_words(measure(result, False)), band, limit)


def _limit(request: Selection, peers: Peers | None, result: Result) -> Fraction | None:
    """Where weak begins among others at a census; with too few of these the cut-off of the review, if it has one."""
    rule = result.rule
    if peers is None:
        return None
    values = (peers.partnerships if request.together else peers.services).get(rule.id, ())
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


def fixed_limits(request: Selection, one: Figure) -> tuple[tuple[str, Fraction], ...]:
    """The cut-offs that are the same at every census: those of the review, or the national mid-point that was set."""
    if one.rule is None or one.compares:
        return ()
    if one.rule.rule != "midpoint":
        return limits(one.rule.cut)
    point = request.request.midpoints.get(one.key)
    return () if point is None else (("good from the national mid-point of", point),)


Limits = Sequence[tuple[str, Fraction]]
BESIDE = tuple((float(band.points), band.value) for band in ORDER)
"""The bands as words beside the drawing."""


def months_word(on: date) -> str:
    """Three letters of the month."""
    return MONTHS[on.month - 1][:3]


def number_words(value: Fraction, unit: str) -> str:
    """71.4%, 58.5 mg or weak."""
    if unit == BANDS:
        return ORDER[int(value) - 1].value
    return f"{half_up(value, 1)}%" if unit == "%" else f"{half_up(value, 1)} {unit.replace('_', ' ')}"


def limit_words(limit: Fraction, unit: str) -> str:
    """70% or 21 days."""
    number = plain_number(half_up(limit, 2))
    return f"{number}%" if unit == "%" else f"{number} {unit.replace('_', ' ')}"


def says(one: Figure, readings: Sequence[Reading]) -> str:
    """Lowest, highest, last and the gaps in words."""
    pairs = [(reading.value, reading.on) for reading in readings if reading.value is not None]
    if not pairs:
        return "No figure at any of the twelve censuses."
    low, high = min(pairs), max(pairs)
    gaps = len(readings) - len(pairs)
    return (
        f"Lowest: {number_words(low[0], unit_of(one))} on {day(low[1])}; "
        f"highest: {number_words(high[0], unit_of(one))} on {day(high[1])}; "
        f"last: {number_words(pairs[-1][0], unit_of(one))} on {day(pairs[-1][1])}."
        + (f" No figure at {gaps} of {len(readings)} censuses: a gap in the line." if gaps else "")
    )


def points(one: Figure, readings: Sequence[Reading]) -> list[Point]:
    """The points; lowest, highest and last carry their numbers, the table carries all."""
    shares = [reading.value for reading in readings if reading.value is not None]
    numbered = {shares.index(min(shares)), shares.index(max(shares)), len(shares) - 1} if shares else set()
    drawn: list[Point] = []
    place = 0
    for reading in readings:
        value, text = reading.value, ""
        if value is not None:
            text = _number(value, unit_of(one)) if place in numbered else ""
            place += 1
        under = months_word(reading.on) if (len(readings) - 1 - len(drawn)) % 2 == 0 else ""
        drawn.append(Point(None if value is None else float(value), under, text))
    return drawn


def _number(value: Fraction, unit: str) -> str:
    return number_words(value, unit) if unit == BANDS else half_up(value, 1)


def scale_top(one: Figure, readings: Sequence[Reading], fixed: Limits) -> float:
    """The top of the scale: 100 for a share, the best band, else the next round number above all values and limits."""
    if unit_of(one) in ("%", BANDS):
        return 100 if unit_of(one) == "%" else len(ORDER)
    shares = [value for reading in readings for value in (reading.value, reading.limit) if value is not None]
    highest = max([Fraction(1), *shares, *(limit for _, limit in fixed)])
    step = 10 if highest > 10 else 1
    return float(-(-highest // step) * step)


def keys(one: Figure, readings: Sequence[Reading], fixed: Limits) -> tuple[Key, ...]:
    """What the dashed lines are."""
    pairs = [(reading.limit, reading.on) for reading in readings if reading.limit is not None]
    if pairs:
        side = "over" if one.rule is not None and one.rule.rule == "outlier_high" else "under"
        given_text = (
            f"Cut-off: weak {side} {limit_words(round(pairs[-1][0], 1), unit_of(one))} on {day(pairs[-1][1])}"
        )
        top = scale_top(one, readings, fixed)
        where = "another at each census" if 0 <= pairs[-1][0] <= top else "which lies outside the drawing"
        return (Key("line", "limit", f"{given_text}, {where}"),)
    return tuple(
        Key("line", "limit", f"Cut-off: {text} {limit_words(limit, unit_of(one))}") for text, limit in fixed
    )


def table(one: Figure, readings: Sequence[Reading]) -> Table:
    """The same in figures; with a column for a cut-off that moves."""
    if not one.compares:
        return Table(("Census", "Figure", "Band"), tuple((day(r.on), r.figure, r.band) for r in readings))
    rows = tuple(
        (
            day(r.on),
            r.figure,
            "none" if r.limit is None else limit_words(round(r.limit, 1), unit_of(one)),
            r.band,
        )
        for r in readings
    )
    return Table(("Census", "Figure", "Cut-off", "Band"), rows)


def plot(one: Figure, readings: Sequence[Reading], fixed: Limits = ()) -> Plot:
    """The run chart of a measure; `fixed` are the cut-offs that are the same at every census."""
    first, last, top = readings[0].on, readings[-1].on, scale_top(one, readings, fixed)
    moving = [reading.limit for reading in readings]
    run = Run(
        "run",
        one.title,
        says(one, readings),
        f"{months_word(first)} {first.year} to {months_word(last)} {last.year}",
        top,
        tuple(float(limit) for _, limit in fixed),
        keys(one, readings, fixed),
        tuple(None if limit is None or not 0 <= limit <= top else float(limit) for limit in moving),
        BESIDE if unit_of(one) == BANDS else (),
    )
    return run.plot(points(one, readings), table(one, readings))
