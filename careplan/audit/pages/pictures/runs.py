"""Run charts: a measure at each of the last twelve monthly censuses, with its cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import url_for

from careplan.audit.measures import INDICATORS, MEASURES
from careplan.audit.measures.course import course, indicator_course
from careplan.audit.measures.pictures import censuses
from careplan.audit.pages import words
from careplan.audit.pages.asking import Asked
from careplan.audit.rules.bands import Cut
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Result
from careplan.audit.rules.facts import Service
from careplan.audit.rules.ruleset import load
from careplan.audit.rules.share import half_up
from careplan.ui.plots.curves import Point, Run
from careplan.ui.plots.shapes import Key, Plot, Table
from careplan.ui.words import MONTHS, day, plain_number

LIMIT_WORDS = {"at_least": "from", "above": "over", "at_most": "up to", "below": "under"}


@dataclass(frozen=True, slots=True)
class Charted:
    """What can be drawn over time: its address, its words, its unit and its cut-off.

    What `compares` has its band from the figures of other services, which a run chart does not draw.
    """

    key: str
    words: str
    unit: str
    cut: Cut | None = None
    cut_words: str = ""
    compares: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure at one census: the value to draw, and figure and band in words; no value leaves a gap."""

    on: date
    value: Fraction | None
    figure: str
    band: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to one chart."""

    text: str
    href: str


def charted(key: str) -> Charted | None:
    """The measure or indicator that an address names; none for anything else."""
    return next((one for one in every() if one.key == key), None)


def every() -> tuple[Charted, ...]:
    """All that can be drawn: measures that have a figure, and the care plan indicators."""
    known = [rule for _, rule in load().measures() if not MEASURES[rule.measure].by_partnership]
    rules = [rule for rule in known if rule.unit is not None]
    measures = [
        Charted(r.id, f"{r.id} {r.words}", r.unit or "", r.cut, r.cut_words, r.compares) for r in rules
    ]
    plans = [Charted(r.id, f"{r.id.upper()} {r.words}", "%") for r in load().indicators]
    return (*measures, *plans)


def links(asked: Asked) -> tuple[Link, ...]:
    """Ways to every chart, in the order of the report."""
    return tuple(
        Link(one.words, url_for("audit.run_chart_page", measure=one.key, **asked.here)) for one in every()
    )


def readings(asked: Asked, facts: Sequence[Service], one: Charted) -> tuple[Reading, ...]:
    """The measure at the last twelve monthly censuses."""
    days = censuses(asked.census)
    if one.key in INDICATORS:
        found = zip(days, indicator_course(facts, one.key, days), strict=True)
        return tuple(_indicator(census, tally.figure.part, tally.figure.whole) for census, tally in found)
    criterion, rule = next((c, rule) for c, rule in load().measures() if rule.id == one.key)
    results = course(asked.request, facts, criterion, rule, days)
    return tuple(_measure(census, result) for census, result in zip(days, results, strict=True))


def _indicator(census: Census, part: Fraction, whole: Fraction) -> Reading:
    value = 100 * part / whole if whole else None
    return Reading(census.on, value, words.share_words(part, whole), "–")


def _measure(census: Census, result: Result) -> Reading:
    band = result.band.value if result.band is not None else words.NO_BAND
    return Reading(census.on, result.value, words.figure_words(result), band)


def limits(cut: Cut | None) -> tuple[tuple[str, Fraction], ...]:
    """Each cut-off in words, with its number: of the best band first, and each number once."""
    found: dict[Fraction, str] = {}
    for band, conditions in cut.steps if cut is not None else ():
        for word, limit in conditions:
            found.setdefault(limit, f"{band.value} {LIMIT_WORDS[word]}")
    return tuple((text, limit) for limit, text in found.items())


def months_word(on: date) -> str:
    """Three letters of the month."""
    return MONTHS[on.month - 1][:3]


def number_words(value: Fraction, unit: str) -> str:
    """71.4% or 58.5 mg."""
    return f"{half_up(value, 1)}%" if unit == "%" else f"{half_up(value, 1)} {unit.replace('_', ' ')}"


def limit_words(limit: Fraction, unit: str) -> str:
    """70% or 21 days."""
    number = plain_number(half_up(limit, 2))
    return f"{number}%" if unit == "%" else f"{number} {unit.replace('_', ' ')}"


def says(one: Charted, found: Sequence[Reading]) -> str:
    """Lowest, highest, last and the gaps in words."""
    known = [(reading.value, reading.on) for reading in found if reading.value is not None]
    if not known:
        return "No figure at any of the twelve censuses."
    low, high = min(known), max(known)
    gaps = len(found) - len(known)
    return (
        f"Lowest: {number_words(low[0], one.unit)} on {day(low[1])}; "
        f"highest: {number_words(high[0], one.unit)} on {day(high[1])}; "
        f"last: {number_words(known[-1][0], one.unit)} on {day(known[-1][1])}."
        + (f" No figure at {gaps} of {len(found)} censuses: a gap in the line." if gaps else "")
    )


def points(found: Sequence[Reading]) -> list[Point]:
    """The points; lowest, highest and last carry their numbers, the table carries all."""
    known = [reading.value for reading in found if reading.value is not None]
    said = {known.index(min(known)), known.index(max(known)), len(known) - 1} if known else set()
    drawn: list[Point] = []
    place = 0
    for reading in found:
        value, text = reading.value, ""
        if value is not None:
            text = half_up(value, 1) if place in said else ""
            place += 1
        under = months_word(reading.on) if (len(found) - 1 - len(drawn)) % 2 == 0 else ""
        drawn.append(Point(None if value is None else float(value), under, text))
    return drawn


def scale_top(one: Charted, found: Sequence[Reading]) -> float:
    """The top of the scale: 100 for a share, else the next round number above all values and limits."""
    if one.unit == "%":
        return 100
    known = [reading.value for reading in found if reading.value is not None]
    highest = max([Fraction(1), *known, *(limit for _, limit in limits(one.cut))])
    step = 10 if highest > 10 else 1
    return float(-(-highest // step) * step)


def plot(one: Charted, found: Sequence[Reading]) -> Plot:
    """The run chart of a measure."""
    keys = tuple(
        Key("line", "limit", f"Cut-off: {text} {limit_words(limit, one.unit)}")
        for text, limit in limits(one.cut)
    )
    first, last = found[0].on, found[-1].on
    run = Run(
        "run",
        one.words,
        says(one, found),
        f"{months_word(first)} {first.year} to {months_word(last)} {last.year}",
        scale_top(one, found),
        tuple(float(limit) for _, limit in limits(one.cut)),
        keys,
    )
    rows = tuple((day(reading.on), reading.figure, reading.band) for reading in found)
    return run.plot(points(found), Table(("Census", "Figure", "Band"), rows))
