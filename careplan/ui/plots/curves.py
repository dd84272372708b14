"""Lines over time: a run chart of values with gaps, and a curve that only goes down by steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from careplan.ui.plots.shapes import (
    LEFT,
    RIGHT,
    Dot,
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

LINE = 12  # the height of a line of words


@dataclass(frozen=True, slots=True)
class Point:
    """A value over its word on the axis; no value leaves a gap. `words` are printed beside the point."""

    value: float | None
    under: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run chart: points in equal steps, and level lines for the limits.

    `moving`: a limit that is another at each point, none where there is none. `beside` is written beside the drawing
    at its heights, in place of numbers.
    """

    id: str
    title: str
    says: str
    axis: str
    top: float
    levels: tuple[float, ...] = ()
    keys: tuple[Key, ...] = ()
    moving: tuple[float | None, ...] = ()
    beside: tuple[tuple[float, str], ...] = ()

    def plot(self, points: Sequence[Point], table: Table) -> Plot:
        """The plot of these points; a line joins neighbours that both have a value."""
        across, up = sideways(-0.5, len(points) - 0.5), upwards(self.top)
        placed = [
            (across.at(n), up.at(p.value)) if p.value is not None else None for n, p in enumerate(points)
        ]
        joined = [
            Line(*one, *two, "value") for one, two in pairwise(placed) if one is not None and two is not None
        ]
        words = [
            Text(place[0], place[1] - 9, p.words, "value")
            for place, p in zip(placed, points, strict=True)
            if place is not None and p.words
        ]
        gaps = [Text(across.at(n), up.start - 5, "–") for n, place in enumerate(placed) if place is None]
        sides = steps(up, self.beside or self.heights(up))
        under = ticks(across, [(n, p.under) for n, p in enumerate(points)])
        return Plot(
            self.id,
            self.title,
            self.says,
            table,
            lines=(floor(), *self.limits(across, up), *joined),
            texts=(*words, *gaps, *sides, *under, below(self.axis)),
            dots=tuple(Dot(*place) for place in placed if place is not None),
            keys=self.keys,
        )

    def limits(self, across: Scale, up: Scale) -> list[Line]:
        """The lines of the limits: from side to side, or half way to the neighbours of a point."""
        fixed = [(LEFT, level, RIGHT) for level in self.levels]
        moving = [
            (across.at(n - 0.5), limit, across.at(n + 0.5))
            for n, limit in enumerate(self.moving)
            if limit is not None
        ]
        return [Line(x1, up.at(value), x2, up.at(value), "limit") for x1, value, x2 in (*fixed, *moving)]

    def heights(self, up: Scale) -> list[tuple[float, str]]:
        """What is written beside the drawing: zero, each limit and the top, where there is room."""
        pairs: list[tuple[float, str]] = []
        last = [limit for limit in self.moving if limit is not None][-1:]
        for value in (0.0, *self.levels, *last, self.top):
            if all(abs(up.at(value) - up.at(other)) >= LINE for other, _ in pairs):
                pairs.append((value, f"{round(value, 1):g}"))
        return pairs


@dataclass(frozen=True, slots=True)
class Descent:
    """A curve from 1 downwards in steps, with dots where the table speaks, and one upright limit.

    The axis runs `until` there; the curve ends where nobody was `seen` any longer.
    """

    id: str
    title: str
    says: str
    axis: str
    until: float
    seen: float
    ticks: tuple[tuple[float, str], ...]
    limit: tuple[float, str]
    keys: tuple[Key, ...] = ()

    def plot(
        self, falls: Sequence[tuple[float, float]], dots: Sequence[tuple[float, float]], table: Table
    ) -> Plot:
        """`falls`: where the curve falls, and to what share."""
        across, up = sideways(0, self.until), upwards(1)
        drawn = [f"M{LEFT} {up.at(1)}"]
        drawn += [f"H{across.at(place)}V{up.at(share)}" for place, share in falls]
        line, words = upright(across.at(self.limit[0]), self.limit[1], "limit")
        return Plot(
            self.id,
            self.title,
            self.says,
            table,
            path="".join([*drawn, f"H{across.at(self.seen)}"]),
            lines=(floor(), line),
            texts=(
                *steps(up, [(0, "0"), (0.5, "50%"), (1, "100%")]),
                *ticks(across, self.ticks),
                below(self.axis),
                words,
            ),
            dots=tuple(Dot(across.at(place), up.at(share)) for place, share in dots),
            keys=self.keys,
        )
