"""A series as it is declared, drawn as wide as its values need: bars against a limit, or a line over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from careplan.ui.plots.shapes import Bar, Dot, Key, Line, Plot, Scale, Table, Text
from careplan.ui.words import plain_number

Number = Decimal | int | str
HEIGHT, FLOOR, NARROWEST = 176, 140, 260
BAR, BETWEEN, EDGE = 36, 8, 8
STEP, FIRST = 60, 38
UNDER = {"over": "over", "outside": "outside", "now": "new"}
"""Kinds of bars that are also told in a word."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value; none leaves a gap. `kind`: plain, over, outside, now; `short` for the axis, `words` for the table."""

    label: str
    value: Number | None
    kind: str = "plain"
    short: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """What a chart shows: its title, what it says in words, the values with their unit, a limit, the table's head."""

    id: str
    title: str
    says: str
    values: Sequence[Value]
    unit: str = ""
    limit: Number | None = None
    limit_label: str = "Limit"
    head: tuple[str, ...] = ()

    def bars(self) -> Plot:
        """A bar for each value, its number above it."""
        up, width = self._up(108), max(len(self.values) * (BAR + BETWEEN) + 2 * EDGE, NARROWEST)
        bars: list[Bar] = []
        texts: list[Text] = []
        for place, one in enumerate(self.values):
            x = EDGE + place * (BAR + BETWEEN)
            middle = x + BAR / 2
            if one.value is None:
                texts.append(Text(middle, FLOOR - 8, "–", "value"))
            else:
                y = up.at(float(one.value))
                bars.append(Bar(x, y, BAR, round(FLOOR - y, 1), one.kind if one.value else "plain"))
                texts.append(Text(middle, round(y - 5, 1), plain_number(one.value), "value"))
            texts.append(Text(middle, FLOOR + 16, one.short or one.label))
            texts.append(Text(middle, FLOOR + 31, UNDER.get(one.kind, "") if one.value else "", "strong"))
        return self._plot(width, up, texts, bars=bars)

    def line(self) -> Plot:
        """A dot for each value, joined to its neighbours."""
        up, width = self._up(104), max(len(self.values) * STEP + 2 * EDGE, NARROWEST)
        dots: list[Dot | None] = []
        texts: list[Text] = []
        for place, one in enumerate(self.values):
            x = FIRST + place * STEP
            dots.append(None if one.value is None else Dot(x, up.at(float(one.value)), 5))
            if one.value is not None:
                texts.append(
                    Text(x, round(up.at(float(one.value)) - 11, 1), plain_number(one.value), "value")
                )
            texts.append(Text(x, FLOOR + 18, one.short or one.label))
        joined = [Line(a.x, a.y, b.x, b.y, "value") for a, b in pairwise(dots) if a and b]
        return self._plot(width, up, texts, joined, dots=[one for one in dots if one])

    def _up(self, height: int) -> Scale:
        numbers = [float(one) for one in (*(one.value for one in self.values), self.limit) if one is not None]
        return Scale(0, max([*numbers, 1]), FLOOR, FLOOR - height)

    def _plot(
        self,
        width: int,
        up: Scale,
        texts: Sequence[Text],
        lines: Sequence[Line] = (),
        bars: Sequence[Bar] = (),
        dots: Sequence[Dot] = (),
    ) -> Plot:
        limits = [] if self.limit is None else [up.at(float(self.limit))]
        return Plot(
            self.id,
            self.title,
            self.says,
            self._table(),
            bars=tuple(bars),
            lines=(Line(0, FLOOR, width, FLOOR), *(Line(0, y, width, y, "limit") for y in limits), *lines),
            texts=tuple(texts),
            dots=tuple(dots),
            keys=tuple(
                Key("line", "limit", f"{self.limit_label}: {self._amount(self.limit)}") for _ in limits
            ),
            width=width,
            height=HEIGHT,
            wide=True,
        )

    def _table(self) -> Table:
        head = self.head or ("When", self.unit or "Value")
        rows = ((one.label, self._amount(one.value), one.words)[: len(head)] for one in self.values)
        return Table(head, tuple(rows), worded=len(head) > 2)

    def _amount(self, value: Number | None) -> str:
        return "–" if value is None else f"{plain_number(value)}\u00a0{self.unit}".rstrip("\u00a0")
