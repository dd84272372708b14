"""An answer as a worker reads it."""

from careplan.assessment.codes import Status
from careplan.assessment.labels import STATUSES
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.saved import SavedAnswer
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import in_words


def answer_words(sheet: Sheet, item: Item, current: SavedAnswer | None) -> str:
    """What stands for an item: the answer in words, why there is none, or nothing."""
    if current is None:
        return ""
    if current.given.status is Status.ANSWERED:
        return in_words(sheet.bank, item, current.given.value)
    return STATUSES[current.given.status]
