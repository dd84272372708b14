"""The few shapes that a plot is made of, and the plot itself. Lengths are in units of its own frame."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 340
LEFT, RIGHT = 38, 334  # the drawing between the scale and the edge
TOP, FLOOR = 30, 150  # the drawing between its marks and its axis
HEAD = 14  # room over the highest value for its number
HEIGHT = 196


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; its kind chooses the pattern."""

    x: float
    y: float
    width: float
    height: float
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; its kind chooses the stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str = "axis"


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place; `anchor` as in SVG."""

    x: float
    y: float
    words: str
    kind: str = "label"
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Dot:
    """A point that carries a value."""

    x: float
    y: float
    radius: int = 4


@dataclass(frozen=True, slots=True)
class Key:
    """What a kind of line or bar stands for; `shape` is line or bar."""

    shape: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a plot; the first cell of a row is its header, the others are numbers, or words in the last.

    `caption` heads it beside the picture.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    worded: bool = False
    caption: str = "The same in figures"


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture: what it is, what it shows in words, its shapes and its figures.

    A `wide` one is never made smaller: it is scrolled, and its figures are folded below it.
    """

    id: str
    title: str
    says: str
    table: Table
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    texts: tuple[Text, ...] = ()
    dots: tuple[Dot, ...] = ()
    path: str = ""
    keys: tuple[Key, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value, to a tenth."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def upwards(highest: float) -> Scale:
    """The scale from nothing on the axis up to the highest value."""
    return Scale(0, highest or 1, FLOOR, TOP + HEAD)


def sideways(low: float, high: float) -> Scale:
    """The scale from left to right."""
    return Scale(low, high, LEFT, RIGHT)


def floor() -> Line:
    """The axis below the drawing."""
    return Line(LEFT, FLOOR, RIGHT, FLOOR)


def ticks(scale: Scale, values: Sequence[tuple[float, str]]) -> tuple[Text, ...]:
    """Words under the axis."""
    return tuple(Text(scale.at(value), FLOOR + 16, words) for value, words in values)


def steps(scale: Scale, values: Sequence[tuple[float, str]]) -> tuple[Text, ...]:
    """Words beside the drawing, at the height of their values."""
    return tuple(Text(LEFT - 4, scale.at(value) + 4, words, anchor="end") for value, words in values)


def below(words: str) -> Text:
    """What the axis counts."""
    return Text((LEFT + RIGHT) / 2, FLOOR + 36, words)


def upright(x: float, words: str, kind: str, row: int = 0) -> tuple[Line, Text]:
    """A line from top to axis with words above it; `row` 1 writes them higher."""
    anchor = "start" if x < LEFT + 60 else "end" if x > RIGHT - 60 else "middle"
    return Line(x, TOP - 14 * row, x, FLOOR, kind), Text(x, TOP - 4 - 14 * row, words, "value", anchor)
