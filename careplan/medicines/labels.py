"""Words of this room's codes."""

from careplan.medicines.rules import Act, Medicine
from careplan.ui.words import day, within

TOLD_BY = {
    "client": "The client",
    "box": "The box or the label, seen here",
    "gp": "The GP or the summary of their record",
    "letter": "A letter or another service",
    "family": "Family or a friend",
}
DID = {Act.RECORD: "recorded", Act.CHANGE: "changed", Act.STOP: "stopped"}
NOT_JUDGED = "Not on careplan’s list: look it up"
"""Never that there is no interaction."""


def medicine_words(one: Medicine) -> str:
    """Name and dose, how often, by whom."""
    parts = (f"{one.name} {one.dose or ''}".strip(), within(one.how_often or ""), one.prescriber)
    return ", ".join(filter(None, parts))


def source(one: Medicine) -> str:
    """The name, the day on which it was recorded, and who said so."""
    who = within(TOLD_BY.get(one.told_by, one.told_by))
    return f"{one.name}, recorded on {day(one.recorded_at)}, told by {who}"
