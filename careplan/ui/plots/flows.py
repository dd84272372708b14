"""Boxes in columns, joined from left to right: what leads to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap

from careplan.ui.plots.shapes import WIDTH, Bar, Line, Plot, Table, Text

GAP, PAD, BETWEEN = 16, 5, 10
LINE, HEAD = 17, 22
LETTERS, MOST_LINES = 12, 6  # letters to a line of a box, and lines to a box: beyond them an ellipsis


@dataclass(frozen=True, slots=True)
class Flow:
    """A picture of boxes; `heads` name the columns from left to right."""

    id: str
    title: str
    says: str
    heads: tuple[str, ...]

    def plot(
        self, columns: Sequence[Sequence[str]], joins: Sequence[Sequence[tuple[int, int]]], table: Table
    ) -> Plot:
        """The words of each column's boxes from the top; `joins` between neighbours, as places left and right."""
        width = round((WIDTH - GAP * (len(columns) - 1) - 2) / len(columns), 1)
        starts = [round(1 + place * (width + GAP), 1) for place in range(len(columns))]
        placed = [_stacked(words, x, width) for x, words in zip(starts, columns, strict=True)]
        bars = [[bar for bar, _ in column] for column in placed]
        lines = [
            _joined(bars[place][left], bars[place + 1][right])
            for place, pairs in enumerate(joins)
            for left, right in pairs
        ]
        heads = [
            Text(x, HEAD - 8, head, "strong", "start") for x, head in zip(starts, self.heads, strict=True)
        ]
        every = [bar for column in bars for bar in column]
        return Plot(
            self.id,
            self.title,
            self.says,
            table,
            bars=tuple(every),
            lines=tuple(lines),
            texts=(*heads, *(text for column in placed for _, texts in column for text in texts)),
            height=int(max((bar.y + bar.height for bar in every), default=HEAD) + 2),
        )


def _stacked(column: Sequence[str], x: float, width: float) -> list[tuple[Bar, list[Text]]]:
    y, boxes = float(HEAD), []
    for words in column:
        lines = _lines(words)
        height = len(lines) * LINE + 2 * PAD
        texts = [
            Text(x + PAD, y + PAD + LINE * place + 13, line, anchor="start")
            for place, line in enumerate(lines)
        ]
        boxes.append((Bar(x, y, width, height, "box"), texts))
        y += height + BETWEEN
    return boxes


def _lines(words: str) -> list[str]:
    lines = wrap(words, LETTERS)
    if len(lines) <= MOST_LINES:
        return lines
    last = shorten(" ".join(lines[MOST_LINES - 1 :]), LETTERS, placeholder="…")
    return [*lines[: MOST_LINES - 1], last]


def _joined(left: Bar, right: Bar) -> Line:
    middles = (round(one.y + one.height / 2, 1) for one in (left, right))
    return Line(round(left.x + left.width, 1), next(middles), right.x, next(middles), "mean")
