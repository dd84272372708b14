"""Scored tools of a record: the latest of each, the course of one over time, one result whole."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from careplan.assessment.actions.scores import Kept, strike_result
from careplan.assessment.forms.scores import ScoreForm
from careplan.assessment.labels import band_words, score_words
from careplan.assessment.models import ToolResult
from careplan.assessment.queries.scores import fact, find_result
from careplan.assessment.rules.scores import Scored
from careplan.checklists.rules.tools import TOOLS, Band, Tool
from careplan.clients.models import Episode
from careplan.ground.mistakes import Mistake
from careplan.ground.standards import HOW_LABELS
from careplan.ui.frame import Difference
from careplan.ui.plots.curves import Point, Run
from careplan.ui.plots.shapes import Key, Plot
from careplan.ui.plots.shapes import Table as Figures
from careplan.ui.tables import Column, Table
from careplan.ui.words import day

DRAWN = 10
"""How many results a course draws: a choice of this page, of no standard."""
Rows = Sequence[tuple[ToolResult, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """A tool in the list: its addresses, and its latest result."""

    tool: Tool
    fill: str
    course: str
    last: Scored | None


def offered(episode: Episode, rows: Rows, on: date) -> Table:
    """All tools of the edition in force, those that are filled in place first, each with its latest result."""
    last = {row.tool: fact(row, by) for row, by in rows}
    lines = []
    for tool in sorted(TOOLS.on(on).rows, key=lambda one: not one.items):
        here: dict[str, Any] = {"episode_id": episode.id, "tool": tool.tool}
        ways = url_for("assessment.fill_tool", **here), url_for("assessment.course", **here)
        lines.append(Offered(tool, *ways, last.get(tool.tool)))
    columns = (
        Column("Tool"),
        Column("Latest score", lambda one: score_words(one.last) if one.last else "–"),
        Column("What it says", lambda one: band_words(one.last) if one.last else ""),
        Column("Day", lambda one: day(one.last.done_on) if one.last else ""),
        Column("Action", label_hidden=True),
    )
    return Table("Scored tools", columns, lines, caption_hidden=True)


def listing(episode: Episode, tool: Tool, rows: Rows) -> Table:
    """All results of a tool, the latest first."""

    def result(one: tuple[ToolResult, str]) -> str:
        return url_for("assessment.result", episode_id=episode.id, row_id=one[0].id)

    columns = (
        Column("Day", lambda one: day(one[0].done_on), result),
        Column("Score", lambda one: score_words(fact(*one))),
        Column("What it says", lambda one: band_words(fact(*one))),
        Column("By", 1),
    )
    return Table(f"Results of {tool.name}", columns, list(reversed(rows)), f"No {tool.name} is recorded.")


def bands(tool: Tool) -> Table:
    """What totals are called."""
    columns = (Column("Total", lambda one: f"{one.least} to {one.most}"), Column("What it says", "words"))
    empty = f"No source names what a total of {tool.name} means."
    return Table(f"What a total of {tool.name} means", columns, tool.bands, empty)


def sources(tool: Tool) -> list[str]:
    """Where the bands are from and who may print the tool, in sentences."""
    bands = dict.fromkeys(f"What totals mean: {one.source} ({HOW_LABELS[one.how]})." for one in tool.bands)
    rights = tool.rights
    return [*bands, f"{rights.words} {rights.source} ({HOW_LABELS[rights.how]})."]


def course(tool: Tool, rows: Rows) -> Plot | None:
    """The course of the totals over time, with the figures; None where there is no second one to compare."""
    rows = rows[-DRAWN:]
    if sum(row.total is not None for row, _ in rows) < 2:
        return None
    points = [
        Point(
            row.total, f"{row.done_on.day}/{row.done_on.month}", "" if row.total is None else str(row.total)
        )
        for row, _ in rows
    ]
    levels = tuple(float(band.least) for band in tool.bands if band.least)
    keys = (Key("line", "limit", f"Bands begin at {', '.join(f'{level:g}' for level in levels)}"),)
    run = Run(
        "course",
        f"{tool.name} over time",
        _says(tool, rows),
        "Day",
        tool.most,
        levels,
        keys if levels else (),
    )
    cells = tuple(
        (day(row.done_on), score_words(fact(row, by)), band_words(fact(row, by))) for row, by in rows
    )
    return run.plot(points, Figures(("Day", "Score", "What it says"), cells, worded=True))


def _says(tool: Tool, rows: Rows) -> str:
    totals = [row.total for row, _ in rows if row.total is not None]
    words = f"From {totals[0]} to {totals[-1]} of {tool.most}"
    if not tool.change:
        return f"{words}."
    counts = "counts" if abs(totals[-1] - totals[0]) >= tool.change else "does not count"
    return f"{words}. From {tool.change} points on a change counts: this one {counts}."


def whole(row: ToolResult, told: Scored) -> list[tuple[str, str]]:
    """A result with all that it holds, headings and words."""
    lines = [("Day", day(row.done_on)), ("Score", score_words(told)), ("What it says", band_words(told))]
    lines = [one for one in [*lines, ("By", told.by)] if one[1]]
    hours = (("Hours since the last opioid", row.since_opioid), ("Hours since the last dose", row.since_dose))
    return [*lines, *((words, str(number)) for words, number in hours if number is not None), *_answers(row)]


def _answers(row: ToolResult) -> Iterable[tuple[str, str]]:
    tools, tool = TOOLS.edition(row.edition), tool_of(row)
    spared = tool.spared(row.answers)
    for item in tool.items:
        words = dict(tools.choices(item))
        points = row.answers.get(item)
        left = "Need not be asked: 0" if item in spared else "Not answered"
        yield tools.items[item].words, left if points is None else f"{words[points]} ({points})"


def summary(row: ToolResult) -> str:
    """A result in one line, for whoever has just kept it."""
    told = fact(row, "")
    band = band_words(told)
    return f"{tool_of(row).name}: {score_words(told)}{f', {band.lower()}' if band else ''}."


def band_of(row: ToolResult) -> Band | None:
    """What the total of a result is called, with its source."""
    return next((one for one in tool_of(row).bands if one.band == row.band), None)


def spared(tool: Tool) -> list[str]:
    """Which questions need no answer beside others, in sentences."""
    number = {item: str(place) for place, item in enumerate(tool.items, 1)}
    return [
        f"Where the answer to {_numbers(number[item] for item in one.zero)} is the first one, "
        f"{_numbers(sorted((number[item] for item in one.spares), key=int))} need no answer."
        for one in tool.skips
    ]


def _numbers(numbers: Iterable[str]) -> str:
    *most, last = numbers
    return f"question {last}" if not most else f"questions {', '.join(most)} and {last}"


def skips(tool: Tool) -> str | None:
    """Items that need no answer beside others, as JSON for the running total; None where there are none."""
    rules = [{"zero": one.zero, "spares": sorted(one.spares)} for one in tool.skips]
    return json.dumps(rules) if rules else None


def tool_of(row: Any) -> Tool:
    """The tool of a result, as its edition has it."""
    return TOOLS.edition(row.edition).by_code[row.tool]


def differences(form: ScoreForm, row: ToolResult | None) -> list[Difference]:
    """What stands now, and what was typed."""
    names = ("done_on", *form.names)
    saved = {} if row is None else {name: getattr(row, name, None) for name in names} | row.answers
    return [
        (form[name].words, _words(form[name], saved.get(name)), _words(form[name], form[name].data))
        for name in names
    ]


def _words(field: Any, value: Any) -> str:
    if value is None:
        return ""
    choices = {one.value: one.label for one in getattr(field, "options", ())}
    return day(value) if isinstance(value, date) else choices.get(str(value), str(value))


def became(kept: Kept) -> list[str]:
    """What followed from a result, in sentences."""
    lines = [f"{words}. It is on your list for today." for words in kept.raised]
    lines += [f"Struck out with the correction: {words}." for words in kept.struck]
    again = "This was raised before, so it stays: record what was done, or strike it out as a mistake."
    return [*lines, *(f"{again} {words}." for words in kept.left)]


MISTAKE = Mistake(
    kind="tool_result",
    name="result of a scored tool",
    then="It counts nowhere any more, and an open safety task that it raised ends.",
    find=find_result,
    shown=lambda row: [("Tool", tool_of(row).name), *whole(row, fact(row, ""))],
    strike=strike_result,
    again=lambda _, row: ("assessment.fill_tool", {"tool": row.tool}, {}),
)
