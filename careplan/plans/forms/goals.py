"""Goals as rows of one page, each with its measure, day and person, and who does what; one action in full."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from careplan.ground.clock import today
from careplan.plans.labels import DOMAINS
from careplan.ui.fields import Day, Form, Hidden, LongText, Select, Text

MOST_ROWS = 40
"""How many rows a page takes; a draft that holds more goals has a row for each."""
TYPED = (
    "wording",
    "measure",
    "target_on",
    "action",
    "by",
    "agency",
    "due_on",
    "disagreement",
)
"""What makes a row one that was begun; the need and who sees to it are filled in beforehand."""
WORDING = re.compile(r"goal-([0-9]{1,4})-wording", re.ASCII)
GONE = "Enter the goal. One that was a mistake is removed on the page of the draft"
NO_NEED = "None of the needs listed"


def _row(needs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": Hidden(),
        "wording": Text("What do you want to reach?", called="The goal", max=1000),
        "measure": Text("How will we know?", called="The measure", max=200),
        "target_on": Day("By when?", called="The target date"),
        "responsible": Text("Who sees to it?", called="Who sees to it", max=200),
        "need": Select("Which need does it answer?", choices=needs, blank=NO_NEED),
        "domain": Select("Part of life", called="The part of life", choices=DOMAINS),
        "action": Text("What will be done?", called="What will be done", max=300),
        "by": Text("Who will do it?", called="Who will do it", max=200),
        "agency": Text("Which agency, if not this service", called="The agency", max=200),
        "due_on": Day("Done by when", called="The day by which it is done"),
        "disagreement": LongText("The client sees it otherwise", max=1000, rows=2),
    }


class GoalRow:
    """A row of the page, by the names of its parts."""

    def __init__(self, form: Any, number: int) -> None:
        self.number = number
        self.fields = {part: form[f"goal-{number}-{part}"] for part in _row({})}

    def __getitem__(self, part: str) -> Any:
        return self.fields[part]

    @property
    def goal_id(self) -> str:
        """The goal that the row changes; empty where it is new."""
        return self["id"].data or ""

    @property
    def begun(self) -> bool:
        """Whether anything was entered, or stood there before."""
        return bool(self.goal_id) or any(self[part].data is not None or self[part].errors for part in TYPED)

    @property
    def more(self) -> bool:
        """Whether something stands in what is closed until used."""
        parts = [self[part] for part in ("agency", "due_on", "disagreement")]
        return any(part.errors for part in parts) or self["disagreement"].data is not None

    @property
    def goal(self) -> dict[str, Any]:
        """The goal itself, by column."""
        columns = ("wording", "measure", "target_on", "responsible", "disagreement", "domain")
        return {name: self[name].data for name in columns}

    @property
    def action(self) -> dict[str, Any] | None:
        """The action that was entered, by column; who sees to the goal does it where nobody is named."""
        if self["action"].data is None:
            return None
        who = self["by"].data or self["responsible"].data
        columns = {"action": self["action"].data, "responsible": who}
        return columns | {"agency": self["agency"].data, "due_on": self["due_on"].data}

    def check(self, before: date | None) -> None:
        """Leave a sentence at each field that cannot stand; `before` is the target date as it was saved."""
        if self["wording"].data is None:
            self._refuse("wording", GONE if self.goal_id else "Enter the goal, or clear the rest of its row")
        if not self["need"].data and not self["domain"].data:
            self._refuse("domain", "Select the part of life, or the need that the goal answers")
        beside = any(self[part].data is not None for part in ("by", "agency", "due_on"))
        if beside and self["action"].data is None:
            self._refuse("action", "Enter what will be done, or clear what stands beside it")
        if self.action and not self.action["responsible"]:
            self._refuse("by", "Enter who will do it")
        for part, words in (("target_on", "target date"), ("due_on", "day by which it is done")):
            on = self[part].data
            if on is not None and on < today() and (part == "due_on" or on != before):
                self._refuse(part, f"The {words} must be today or later")

    def _refuse(self, part: str, sentence: str) -> None:
        self[part].errors = self[part].errors or [sentence]


class GoalsForm(Form):
    """All goals of a draft, and rows for further ones; made by `goals_form`."""

    number: ClassVar[int] = 0
    targets: ClassVar[Mapping[str, date | None]] = {}

    @property
    def rows(self) -> Iterator[GoalRow]:
        """The rows in their order."""
        return (GoalRow(self, number) for number in range(self.number))

    @property
    def begun(self) -> list[GoalRow]:
        """The rows in which something was entered."""
        return [row for row in self.rows if row.begun]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what belongs together in a row."""
        super().validate(extra_validators)
        for row in self.begun:
            row.check(self.targets.get(row.goal_id))
        return not any(one.errors for one in self)


def goals_form(number: int, needs: Mapping[str, str], targets: Mapping[str, date | None]) -> type[GoalsForm]:
    """The form with so many rows. `needs`: words by id; `targets`: of each goal of the draft its saved day."""
    number = min(number, max(MOST_ROWS, len(targets)))
    fields = {f"goal-{row}-{part}": one for row in range(number) for part, one in _row(needs).items()}
    return type(
        "GoalsForm",
        (GoalsForm,),
        {"__doc__": "Goals in rows.", **fields, "number": number, "targets": targets},
    )


def rows_sent(sent: Mapping[str, Any]) -> int:
    """How many rows came from the browser, or stand in what was typed before."""
    places = (WORDING.fullmatch(name) for name in sent)
    return 1 + max((int(place[1]) for place in places if place), default=-1)


class ActionForm(Form):
    """One step towards a goal."""

    action = Text(
        "What will be done?", called="What will be done", required="Enter what will be done", max=300
    )
    responsible = Text(
        "Who will do it?",
        called="Who will do it",
        required="Enter who will do it",
        max=200,
        hint="The client, the keyworker, or somebody elsewhere by name or role",
    )
    agency = Text("Which agency, if not this service? (optional)", called="The agency", max=200)
    due_on = Day(
        "By when? (optional)",
        called="The day by which it is done",
        earliest=today,
        too_early="The day by which it is done must be today or later",
    )


class RemoveForm(Form):
    """A question answered by the button alone."""

    drafted = False
