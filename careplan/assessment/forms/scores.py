"""The form of a scored tool: its questions, or the total that was counted on paper."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, ClassVar

from careplan.assessment.rules.scores import beyond
from careplan.checklists.rules.tools import TOOLS, Tool, Tools
from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, Radios, Reason, TickBox, Whole
from careplan.ui.words import day

HOURS = 9_999


class ScoreForm(Form):
    """A tool as it is filled in. `about` must be called before the form is checked."""

    tool: ClassVar[Tool]
    first: date
    last: date | None = None

    done_on = Day(
        "When was it answered?",
        called="The day",
        required="Enter the day on which it was answered",
        latest=today,
    )

    def about(self, first: date, last: date | None) -> None:
        """From which day it may have been answered, and until when in a stay that has ended."""
        self.first, self.last = first, last

    def show(self, row: Any = None) -> None:
        """Fill in what is known: today, or the result that is corrected. A form that was typed in keeps its own."""
        if self.from_draft or self.is_submitted():
            return
        self.done_on.process_data(row.done_on if row else today())
        for name in self.names if row else ():
            value = row.answers.get(name) if name in self.tool.items else getattr(row, name)
            self[name].process_data(value)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the tool itself."""
        own = self.tool.items or ("points", "answered")
        return (*own, "since_opioid", "since_dose") if self.tool.hours else own

    @property
    def questions(self) -> list[Any]:
        """The questions in their order."""
        return [self[item] for item in self.tool.items]

    @property
    def answers(self) -> dict[str, int]:
        """Points by item that was answered."""
        return {one.name: one.data for one in self.questions if one.data is not None}

    @property
    def open(self) -> list[Any]:
        """The questions that lack an answer and are needed for the total."""
        spared = self.tool.spared(self.answers)
        return [one for one in self.questions if one.data is None and one.name not in spared]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, the day against the stay, then the tool as a whole."""
        super().validate(extra_validators)
        self._refuse(self._day_fault())
        if self.tool.items:
            self._refuse_open()
        else:
            self._refuse(beyond(self.tool, self["points"].data, self["answered"].data))
        return not any(one.errors for one in self)

    def _day_fault(self) -> dict[str, str]:
        on = self.done_on.data
        if on is not None and on < self.first:
            return {"done_on": f"The client was referred on {day(self.first)}. The day cannot be earlier"}
        if on is not None and self.last is not None and on > self.last:
            return {"done_on": f"This stay ended on {day(self.last)}. The day cannot be later"}
        return {}

    def _refuse_open(self) -> None:
        """Refuse questions without an answer, unless the worker says that they stay open; none at all always."""
        if any(one.errors for one in self.questions):
            return
        if not self.answers:
            self._refuse({self.tool.items[0]: "Answer the questions before you save"})
        elif not self["stays_open"].data:
            words = "Answer this, or tick below that what is not answered stays open"
            self._refuse({one.name: words for one in self.open})

    def _refuse(self, problems: Mapping[str, str]) -> None:
        for name, sentence in problems.items():
            self[name].errors = self[name].errors or [sentence]

    @property
    def filled(self) -> dict[str, Any]:
        """What the actions take besides the tool."""
        paper = {} if self.tool.items else {name: self[name].data for name in ("points", "answered")}
        hours = {name: self[name].data for name in ("since_opioid", "since_dose") if self.tool.hours}
        return {"done_on": self.done_on.data, "answers": self.answers} | paper | hours


def form_of(tools: Tools, tool: Tool, *, corrects: bool = False) -> ScoreForm:
    """The form of a tool in an edition, for a new result or for a correction."""
    form: ScoreForm = _class(tools.edition, tool.tool, corrects)()
    return form


@cache
def _class(edition: str, code: str, corrects: bool) -> type[ScoreForm]:
    tools = TOOLS.edition(edition)
    tool = tools.by_code[code]
    parts = _questions(tools, tool) if tool.items else _paper(tool)
    parts |= _hours() if tool.hours else {}
    if corrects:
        parts["why"] = Reason(
            "Why is it changed?",
            required="Enter why it is changed",
            called="The reason",
            max=2000,
            rows=2,
            hint="The result before stays in the history",
        )
    return type(f"{code}Form", (ScoreForm,), {"tool": tool, **parts})


def _questions(tools: Tools, tool: Tool) -> dict[str, Any]:
    points = tool.by == "worker"
    parts: dict[str, Any] = {}
    for number, item in enumerate(tool.items, 1):
        words = tools.items[item].words
        choices = {str(n): f"{n} – {text}" if points else text for n, text in tools.choices(item)}
        parts[item] = Radios(
            f"{number}. {words}", called=f"question {number}", choices=choices, coerce=int, inline=True
        )
    parts["stays_open"] = TickBox("What is not answered stays open", about=left_open(tool))
    return parts


def left_open(tool: Tool) -> str:
    """What becomes of a total where questions were left open."""
    if tool.blanks:
        return f"Up to {tool.blanks} open items count as the mean of the others; with more there is no total."
    return f"{tool.name} has no total then: how many of {tool.count} were answered is kept, and the answers."


def _paper(tool: Tool) -> dict[str, Any]:
    return {
        "points": Whole(
            "Points",
            called="The points",
            required=f"Enter the points of {tool.name}",
            hint=f"All answers added up, 0 to {tool.most}",
            width=3,
        ),
        "answered": Whole(
            "Items answered",
            called="How many items were answered",
            required="Enter how many items were answered",
            hint=f"1 to {tool.count}. " + left_open(tool),
            width=3,
        ),
    }


def _hours() -> dict[str, Any]:
    words = {"since_opioid": "the last opioid", "since_dose": "the last dose of opioid medicine"}
    return {
        name: Whole(
            f"Hours since {what} (optional)",
            called=f"The hours since {what}",
            most=HOURS,
            width=4,
            unit="hours",
        )
        for name, what in words.items()
    }
