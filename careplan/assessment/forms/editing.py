"""The form in which a manager ticks what the service's checklist asks, and from which day."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import Any

from careplan.assessment.codes import Kind
from careplan.checklists.codes import Presence
from careplan.checklists.queries import bank
from careplan.checklists.rules.bank import Item
from careplan.ground.clock import today
from careplan.ui.fields import Checkboxes, Choice, Day, Form, Hidden

OPTIONAL = "Optional: counts in no score"


def tomorrow() -> date:
    """The first day from which a change may hold: no assessment was begun on it yet."""
    return today() + timedelta(days=1)


class EditingForm(Form):
    """What all checklists share. `told`: the change whose score the page showed."""

    boxes: tuple[tuple[str, frozenset[str]], ...] = ()
    from_on = Day(
        "From which day does it hold?",
        required="Enter the day from which it holds",
        called="The day",
        earliest=tomorrow,
        too_early="The day must be after today: assessments that were begun keep the form of their day",
        hint="Assessments begun from that day on",
    )
    told = Hidden()

    def show(self, hidden: Collection[str]) -> None:
        """Tick what the form asks; a form that holds a draft keeps it."""
        for name, codes in () if self.from_draft else self.boxes:
            self[name].process_data(sorted(codes - set(hidden)))

    def hidden(self) -> frozenset[str]:
        """What is left out: the boxes that are not ticked."""
        return frozenset().union(*(codes - set(self[name].data or ()) for name, codes in self.boxes))

    @property
    def change(self) -> str:
        """What `told` holds once the page has shown the score of this change."""
        day = self.from_on.data
        return f"{day.isoformat() if day else ''} {' '.join(sorted(self.hidden()))}".strip()


@cache
def editing_form(edition: str, kind: Kind, fixed: frozenset[str]) -> type[EditingForm]:
    """The form of a checklist: a group of boxes for each section that has any."""
    sheet = bank(edition)
    parts: dict[str, Any] = {}
    boxes = []
    for slug in sheet.sections_of(kind):
        items = [item for item in sheet.section(kind, slug) if item.item not in fixed]
        if items:
            choices = [_choice(item, kind) for item in items]
            parts[slug] = Checkboxes(sheet.sections[slug], called=sheet.sections[slug], choices=choices)
            boxes.append((slug, frozenset(item.item for item in items)))
    return type("ChecklistForm", (EditingForm,), {**parts, "boxes": tuple(boxes)})


def _choice(item: Item, kind: Kind) -> Choice:
    return Choice(item.item, item.question, OPTIONAL if item.presence[kind] is Presence.OPTIONAL else "")
