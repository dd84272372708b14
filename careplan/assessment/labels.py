"""Words of the assessment room: kinds, statuses of answers, what completing asks for and became."""

from careplan.assessment.codes import Kind, Status
from careplan.assessment.rules.completion import Outcome, Reason
from careplan.assessment.rules.lacking import Sheet
from careplan.ground.offers import Gap

KINDS: dict[str, str] = {
    Kind.TRIAGE: "Triage",
    Kind.COMPREHENSIVE: "Comprehensive assessment",
    Kind.RISK: "Risk assessment",
}
STATUSES = {
    Status.DECLINED: "Declined to say",
    Status.NOT_KNOWN: "Not known",
    Status.NOT_APPLICABLE: "Does not apply",
    Status.NOT_ASKED: "Not asked",
}
NEED = "Need"
"""An answer that is a need for the care plan, in one word."""
OTHER_WORDS = "Other…"
BECAME: dict[str, str] = {
    Outcome.COMPLETED: "{} completed. It is fixed from now on.",
    Outcome.INCOMPLETE: "{} left incomplete. A task reminds you to finish it.",
}
REASONS = {
    Reason.CLIENT_LEFT: "The client left before the end",
    Reason.TOO_UNWELL: "The client was too unwell to go on",
    Reason.TO_FINISH: "It will be finished on another day",
}
OPEN = "Not finished"
"""An assessment that was begun; one left with a reason is incomplete."""
HELD_BACK = "Record an action on each safety task first"


def unfinished(sheet: Sheet, order: int) -> Gap:
    """The open assessment of a kind, to go on with."""
    questions = "1 question" if sheet.to_go == 1 else f"{sheet.to_go} questions"
    words = f"{KINDS[sheet.kind]}: {questions} to go" if sheet.to_go else f"{KINDS[sheet.kind]}: complete it"
    return Gap(words, OPEN, "assessment.show", (("assessment_id", sheet.open_id or ""),), order=order)
