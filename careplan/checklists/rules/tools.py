"""Scored tools, typed by their file and checked while it is read: what each asks, and what a total is called. Pure."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from careplan.ground.standards import Edition, Positive, Series, Sourced, Words

Choices = tuple[tuple[int, Words], ...]
"""Points and words of each answer, in their order."""


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """One item: its words, and the name of the answers that it takes."""

    words: Words
    answers: Words


class Rights(Sourced, frozen=True, kw_only=True):
    """Who may print the tool, in words."""

    words: Words


class Band(Sourced, frozen=True, kw_only=True):
    """What a total from `least` to `most` is called."""

    band: Words
    least: int
    most: int
    words: Words


class Skip(Sourced, frozen=True, kw_only=True):
    """Where the answers to `zero` add up to 0, those to `spares` need not be asked and count 0."""

    zero: tuple[str, ...]
    spares: frozenset[str]


class Alarm(Sourced, frozen=True, kw_only=True):
    """Points from which an item cannot wait, and the words of its task."""

    item: str
    least: Positive
    words: Words


class Tool(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One tool. `by`: who answers it. Without `items` it is answered on paper and its total is kept.

    `count`: how many items it has, `each`: the highest points of one, `most`: the highest total. `blanks`: how many
    items may be left open and are filled with the mean of the others. `change`: from which difference on a change
    counts; 0 where the source names none. `hours`: it is read beside the hours since the last opioid and dose.
    """

    tool: Words
    name: Words
    title: Words
    by: Literal["client", "worker"]
    count: Positive
    each: Positive
    most: Positive
    rights: Rights
    about: str = ""
    items: tuple[str, ...] = ()
    blanks: int = 0
    change: int = 0
    hours: bool = False
    bands: tuple[Band, ...] = ()
    skips: tuple[Skip, ...] = ()
    alarms: tuple[Alarm, ...] = ()

    def __post_init__(self) -> None:
        """Refuse bands that overlap or leave a gap, and rules about items that the tool does not have."""
        edges = [
            (below.most + 1, above.least) for below, above in zip(self.bands, self.bands[1:], strict=False)
        ]
        if any(end != start for end, start in edges) or (self.bands and self.bands[-1].most != self.most):
            raise ValueError("bands leave a gap, overlap, or end before the scale does")
        about = {one.item for one in self.alarms}.union(*(one.spares.union(one.zero) for one in self.skips))
        if not about <= set(self.items):
            raise ValueError("a rule names no item of the tool")
        if self.items and len(self.items) != self.count:
            raise ValueError("count is not the number of items")

    def band_of(self, total: int) -> Band | None:
        """What the total is called; None where the source names nothing."""
        return next((one for one in self.bands if one.least <= total <= one.most), None)

    def spared(self, answers: Mapping[str, int]) -> frozenset[str]:
        """The items that need no answer beside these and count 0."""
        holds = (one for one in self.skips if all(answers.get(item) == 0 for item in one.zero))
        return frozenset[str]().union(*(one.spares for one in holds)) - answers.keys()


class Tools(Edition, frozen=True, kw_only=True, dict=True):
    """All tools of one edition, the items that they ask and the answers that these take."""

    answers: Mapping[str, Choices]
    items: Mapping[str, Question]
    rows: tuple[Tool, ...] = field(name="tools")

    def __post_init__(self) -> None:
        """Refuse a tool whose items are unknown or add up to another total than it says."""
        for tool in self.rows:
            _refuse_unknown(tool, self)

    @cached_property
    def by_code(self) -> dict[str, Tool]:
        """The tools by their code."""
        return {one.tool: one for one in self.rows}

    def choices(self, item: str) -> Choices:
        """The answers that an item takes."""
        return self.answers[self.items[item].answers]


def _refuse_unknown(tool: Tool, tools: Tools) -> None:
    unknown = set(tool.items) - tools.items.keys()
    unknown |= {tools.items[one].answers for one in tool.items if one not in unknown} - tools.answers.keys()
    if unknown:
        raise ValueError(f"{tool.tool}: unknown {', '.join(sorted(unknown))}")
    highest = [max(points for points, _ in tools.choices(item)) for item in tool.items] or [
        tool.each
    ] * tool.count
    if sum(highest) != tool.most or max(highest) != tool.each:
        raise ValueError(f"{tool.tool}: its items add up to {sum(highest)}, not {tool.most}")


TOOLS = Series(Path(__file__).parents[1] / "standards", "tools", Tools, {"tools": ("tool",)})


def tool_named(code: str) -> Tool | None:
    """The tool of that code in the latest edition that has it: for words about results of any edition."""
    return next((one.by_code[code] for one in reversed(TOOLS.editions) if code in one.by_code), None)
