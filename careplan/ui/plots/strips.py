"""A strip of parts that make a whole, with a pointer to one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from careplan.ui.plots.shapes import Bar, Line, Plot, Table, Text

WIDTH, HEIGHT = 320, 62
TOP, DEPTH = 22, 20
NUMBER, LETTER = 26, 6.6  # widths: a number of two digits with its sign; one letter of a word
EDGE = 70


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip; `own` is the part it points at, none for no pointer."""

    id: str
    title: str
    says: str
    own: str | None
    own_words: str
    unit: str = "%"

    def plot(self, parts: Mapping[str, int], table: Table) -> Plot:
        """Parts by name and size, drawn one after the other in patterns of their names."""
        whole = sum(parts.values())
        bars: list[Bar] = []
        texts, lines, x = [], [], 1.0
        for name, size in parts.items():
            wide = round((WIDTH - 2) * size / whole, 1)
            bars.append(Bar(round(x, 1), TOP, wide, DEPTH, name))
            texts += self._named(name, size, x, wide)
            if name == self.own:
                texts.append(_pointer(round(x + wide / 2, 1), self.own_words))
                lines += [Line(round(x, 1), y, round(x + wide, 1), y, "own") for y in (TOP, TOP + DEPTH)]
            x += wide
        return Plot(
            self.id,
            self.title,
            self.says,
            table,
            bars=tuple(bars),
            texts=tuple(texts),
            lines=tuple(lines),
            width=WIDTH,
            height=HEIGHT,
        )

    def _named(self, name: str, size: int, x: float, wide: float) -> list[Text]:
        """The number in the part where there is room, and below it the name, or its first letter."""
        middle = round(x + wide / 2, 1)
        words = name if wide >= LETTER * len(name) else name[0].upper()
        sizes = [Text(middle, TOP + 15, f"{size}{self.unit}", "value")] if wide >= NUMBER else []
        return [*sizes, Text(min(max(middle, 6), WIDTH - 6), TOP + DEPTH + 15, words)]


def _pointer(x: float, words: str) -> Text:
    """The words over the part; near an edge they run inwards."""
    if x < EDGE:
        return Text(max(x - 6, 1), TOP - 8, f"▼ {words}", "value", "start")
    if x > WIDTH - EDGE:
        return Text(min(x + 6, WIDTH - 1), TOP - 8, f"{words} ▼", "value", "end")
    return Text(x - 40, TOP - 8, f"▼ {words}", "value", "start")
