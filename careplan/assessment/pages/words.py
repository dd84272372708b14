"""Words of the assessment room: names of kinds and statuses, an answer as a worker reads it."""

from careplan.assessment.codes import Kind, Status
from careplan.assessment.queries import Sheet
from careplan.assessment.queries.waiting import NAMES
from careplan.assessment.rules.completion import Outcome
from careplan.assessment.rules.held import Held
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.words import in_words

KINDS = {Kind(kind): words for kind, words in NAMES.items()}
STATUSES = {
    Status.DECLINED: "Declined to say",
    Status.NOT_KNOWN: "Not known",
    Status.NOT_APPLICABLE: "Does not apply",
    Status.NOT_ASKED: "Not asked",
}
BECAME: dict[str, str] = {
    Outcome.COMPLETED: "{} completed. It is fixed from now on.",
    Outcome.INCOMPLETE: "{} left incomplete. A task reminds you to finish it.",
}


def answer_words(sheet: Sheet, item: Item, held: Held | None) -> str:
    """What stands for an item: the answer in words, why there is none, or nothing."""
    if held is None:
        return ""
    if held.given.status is Status.ANSWERED:
        return in_words(sheet.bank, item, held.given.value)
    return STATUSES[held.given.status]
