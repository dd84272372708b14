"""A run chart as a picture: the points with their cut-offs, in words, and the same figures as a table."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from careplan.audit.report.pages.pictures.runs import BANDS, Charted, Reading
from careplan.audit.review.rules.bands import ORDER
from careplan.audit.review.rules.share import half_up
from careplan.ui.plots.curves import Point, Run
from careplan.ui.plots.shapes import Key, Plot, Table
from careplan.ui.words import MONTHS, day, plain_number

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


def says(one: Charted, readings: Sequence[Reading]) -> str:
    """Lowest, highest, last and the gaps in words."""
    pairs = [(reading.value, reading.on) for reading in readings if reading.value is not None]
    if not pairs:
        return "No figure at any of the twelve censuses."
    low, high = min(pairs), max(pairs)
    gaps = len(readings) - len(pairs)
    return (
        f"Lowest: {number_words(low[0], one.unit)} on {day(low[1])}; "
        f"highest: {number_words(high[0], one.unit)} on {day(high[1])}; "
        f"last: {number_words(pairs[-1][0], one.unit)} on {day(pairs[-1][1])}."
        + (f" No figure at {gaps} of {len(readings)} censuses: a gap in the line." if gaps else "")
    )


def points(one: Charted, readings: Sequence[Reading]) -> list[Point]:
    """The points; lowest, highest and last carry their numbers, the table carries all."""
    shares = [reading.value for reading in readings if reading.value is not None]
    numbered = {shares.index(min(shares)), shares.index(max(shares)), len(shares) - 1} if shares else set()
    drawn: list[Point] = []
    place = 0
    for reading in readings:
        value, text = reading.value, ""
        if value is not None:
            text = _number(value, one.unit) if place in numbered else ""
            place += 1
        under = months_word(reading.on) if (len(readings) - 1 - len(drawn)) % 2 == 0 else ""
        drawn.append(Point(None if value is None else float(value), under, text))
    return drawn


def _number(value: Fraction, unit: str) -> str:
    return number_words(value, unit) if unit == BANDS else half_up(value, 1)


def scale_top(one: Charted, readings: Sequence[Reading], fixed: Limits) -> float:
    """The top of the scale: 100 for a share, the best band, else the next round number above all values and limits."""
    if one.unit in ("%", BANDS):
        return 100 if one.unit == "%" else len(ORDER)
    shares = [value for reading in readings for value in (reading.value, reading.limit) if value is not None]
    highest = max([Fraction(1), *shares, *(limit for _, limit in fixed)])
    step = 10 if highest > 10 else 1
    return float(-(-highest // step) * step)


def keys(one: Charted, readings: Sequence[Reading], fixed: Limits) -> tuple[Key, ...]:
    """What the dashed lines are."""
    pairs = [(reading.limit, reading.on) for reading in readings if reading.limit is not None]
    if pairs:
        side = "over" if one.rule is not None and one.rule.rule == "outlier_high" else "under"
        given_text = (
            f"Cut-off: weak {side} {limit_words(round(pairs[-1][0], 1), one.unit)} on {day(pairs[-1][1])}"
        )
        top = scale_top(one, readings, fixed)
        where = "another at each census" if 0 <= pairs[-1][0] <= top else "which lies outside the drawing"
        return (Key("line", "limit", f"{given_text}, {where}"),)
    return tuple(
        Key("line", "limit", f"Cut-off: {text} {limit_words(limit, one.unit)}") for text, limit in fixed
    )


def table(one: Charted, readings: Sequence[Reading]) -> Table:
    """The same in figures; with a column for a cut-off that moves."""
    if not one.compares:
        return Table(("Census", "Figure", "Band"), tuple((day(r.on), r.figure, r.band) for r in readings))
    rows = tuple(
        (day(r.on), r.figure, "none" if r.limit is None else limit_words(round(r.limit, 1), one.unit), r.band)
        for r in readings
    )
    return Table(("Census", "Figure", "Cut-off", "Band"), rows)


def plot(one: Charted, readings: Sequence[Reading], fixed: Limits = ()) -> Plot:
    """The run chart of a measure; `fixed` are the cut-offs that are the same at every census."""
    first, last, top = readings[0].on, readings[-1].on, scale_top(one, readings, fixed)
    moving = [reading.limit for reading in readings]
    run = Run(
        "run",
        one.words,
        says(one, readings),
        f"{months_word(first)} {first.year} to {months_word(last)} {last.year}",
        top,
        tuple(float(limit) for _, limit in fixed),
        keys(one, readings, fixed),
        tuple(None if limit is None or not 0 <= limit <= top else float(limit) for limit in moving),
        BESIDE if one.unit == BANDS else (),
    )
    return run.plot(points(one, readings), table(one, readings))
