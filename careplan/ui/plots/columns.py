"""Columns that stand side by side: how many fall in each class, or one value for each step."""

from collections.abc import Sequence
from dataclasses import dataclass

from careplan.ui.plots.shapes import (
    LEFT,
    RIGHT,
    Bar,
    Key,
    Line,
    Plot,
    Scale,
    Table,
    Text,
    below,
    floor,
    sideways,
    steps,
    ticks,
    upright,
    upwards,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One class: its value (none leaves a gap), the pattern, and what is printed above it."""

    value: float | None
    kind: str = "plain"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line between or on columns: `at` counts columns from the left edge."""

    at: float
    words: str
    kind: str = "limit"


@dataclass(frozen=True, slots=True)
class Columns:
    """Everything of a column plot but its figures: words under the axis at places counted in columns."""

    id: str
    title: str
    says: str
    axis: str
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...] = ()
    level: tuple[float, str] | None = None
    keys: tuple[Key, ...] = ()

    def plot(self, columns: Sequence[Column], table: Table) -> Plot:
        """The plot of these columns."""
        across = sideways(0, len(columns))
        levels = [self.level] if self.level is not None else []
        numbers = [column.value for column in columns if column.value is not None]
        up = upwards(max([*numbers, *(value for value, _ in levels), 1]))
        bars, words = self.standing(columns, across, up)
        drawn = [upright(across.at(m.at), m.words, m.kind, row % 2) for row, m in enumerate(self.marks)]
        level = [Line(LEFT, up.at(value), RIGHT, up.at(value), "limit") for value, _ in levels]
        sides = steps(up, levels)
        return Plot(
            self.id,
            self.title,
            self.says,
            table,
            bars=tuple(bars),
            lines=(floor(), *level, *(line for line, _ in drawn)),
            texts=(
                *words,
                *sides,
                *ticks(across, self.ticks),
                below(self.axis),
                *(text for _, text in drawn),
            ),
            keys=self.keys,
        )

    @staticmethod
    def standing(columns: Sequence[Column], across: Scale, up: Scale) -> tuple[list[Bar], list[Text]]:
        """The bars and the words over them; nothing where there is no value, or none to show."""
        wide = (RIGHT - LEFT) / len(columns)
        bars, words = [], []
        for place, column in enumerate(columns):
            if column.value:
                y, x = up.at(column.value), across.at(place)
                bars.append(Bar(x, y, round(wide - 1, 1), round(up.start - y, 1), column.kind))
                words.append(Text(round(x + wide / 2, 1), round(y - 4, 1), column.words, "value"))
        return bars, words
