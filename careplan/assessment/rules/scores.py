"""What the answers to a scored tool add up to, what that is called, and what in them cannot wait. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.tools import TOOLS, Alarm, Tool, Tools
from careplan.ground.standards import Series

SCORE_OF = {"audit_score": ("audit_c", "audit"), "mood_anxiety": ("phq_9", "gad_7")}
"""The tools of which an item of the checklists asks the score; a test holds them against the editions."""


def tools_of(item: Item) -> list[Tool]:
    """The tools of which the item takes the score, in the form of its edition."""
    takes = {*item.answer.tools, *(one.place for one in item.answer.places if one.offered)}
    return [TOOLS.latest.by_code[code] for code in SCORE_OF.get(item.item, ()) if code in takes]


@dataclass(frozen=True, slots=True)
class Score:
    """How many items were answered, what they add up to, the total by the tool's own rule, and its band (a code).

    There is no total where more items were left open than the tool allows; no band where its source names none.
    """

    answered: int
    points: int
    total: int | None
    band: str | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A result as a record holds it: the tool and its edition, the day, the score, who kept it, hours before it."""

    tool: str
    edition: str
    done_on: date
    answered: int
    points: int
    total: int | None
    band: str | None
    by: str = ""
    since_opioid: int | None = None
    since_dose: int | None = None


def score(tool: Tool, answers: Mapping[str, int]) -> Score:
    """What the answers add up to; items that the tool need not ask count as answered with 0."""
    return score_of(tool, sum(answers.values()), len(answers) + len(tool.spared(answers)))


def score_of(tool: Tool, points: int, answered: int) -> Score:
    """The score of so many points from so many answered items.

    Up to `blanks` open items stand for the mean of the others, half a point up (spec 04 §7, T59: LDQ).
    """
    total = None
    if answered > 0 and tool.count - answered <= tool.blanks:
        total = (2 * points * tool.count + answered) // (2 * answered)
    band = None if total is None else tool.band_of(total)
    return Score(answered, points, total, band.band if band else None)


def beyond(tool: Tool, points: int | None, answered: int | None) -> dict[str, str]:
    """Why a total that was counted on paper cannot be: a sentence for each of `points` and `answered`."""
    wrong: dict[str, str] = {}
    if answered is not None and not 1 <= answered <= tool.count:
        wrong["answered"] = (
            f"Enter how many items were answered, from 1 to {tool.count}: {tool.name} has no more"
        )
        answered = None
    most = tool.most if answered is None else min(answered * tool.each, tool.most)
    if points is not None and not 0 <= points <= most:
        from_items = "" if most == tool.most else f": {answered} answered items give no more"
        wrong["points"] = f"Enter the points of {tool.name}, from 0 to {most}{from_items}"
    return wrong


def alarms(tool: Tool, answers: Mapping[str, int]) -> tuple[Alarm, ...]:
    """What in the answers cannot wait."""
    return tuple(one for one in tool.alarms if answers.get(one.item, 0) >= one.least)


def latest(results: Iterable[Scored], tool: str, on: date) -> Scored | None:
    """The last result of the tool that has a total, made on the day or before; of one day the one recorded last.

    A fact for other rooms: what it means for them is theirs to say. `results` stand in the order of time.
    """
    mine = [one for one in results if one.tool == tool and one.done_on <= on and one.total is not None]
    return mine[-1] if mine else None


def misfit(
    series: Series[Tools], tool: str, edition: str, answers: Mapping[str, Any], told: Score
) -> tuple[str, str] | None:
    """The column of a result from elsewhere that cannot be, and what was expected; None where all of it adds up."""
    tools = next((one for one in series.editions if one.edition == edition), None)
    if tools is None:
        return "edition", f"one of {', '.join(one.edition for one in series.editions)}"
    one = tools.by_code.get(tool)
    if one is None:
        return "tool", f"one of {', '.join(tools.by_code)}"
    taken = {item: {points for points, _ in tools.choices(item)} for item in one.items}
    if not isinstance(answers, Mapping) or any(
        type(value) is not int or value not in taken.get(key, ()) for key, value in answers.items()
    ):
        return "answers", f"points of items of {one.name}"
    if not one.items and (wrong := beyond(one, told.points, told.answered)):
        return next(iter(wrong.items()))
    right = score(one, answers) if one.items else score_of(one, told.points, told.answered)
    for column in Score.__dataclass_fields__:
        if getattr(told, column) != getattr(right, column):
            return column, f"{getattr(right, column)}: what the answers add up to"
    return None
