"""Words of the assessment room: kinds, statuses of answers, what completing asks for and became."""

from careplan.assessment.codes import Kind, Status
from careplan.assessment.rules.completion import Outcome, Reason
from careplan.assessment.rules.lacking import Sheet
from careplan.assessment.rules.scores import Scored
from careplan.checklists.rules.tools import TOOLS
from careplan.ground.offers import Gap
from careplan.ui.words import day

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
OTHER_WORDS = "Other…"
FURTHER_WORDS = "Another…"
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
AGAIN = "To be gone through again"
"""An assessment that was completed long ago."""
HELD_BACK = "Record an action on each safety task first"


def unfinished(sheet: Sheet, order: int) -> Gap:
    """The open assessment of a kind, to go on with."""
    questions = "1 question" if sheet.to_go == 1 else f"{sheet.to_go} questions"
    words = f"{KINDS[sheet.kind]}: {questions} to go" if sheet.to_go else f"{KINDS[sheet.kind]}: complete it"
    return Gap(words, OPEN, "assessment.show", (("assessment_id", sheet.open_id or ""),), order=order)


def score_words(one: Scored) -> str:
    """The total of the scale, or how many items were answered where there is none: 14 of 27; 7 of 9 answered."""
    tool = TOOLS.edition(one.edition).by_code[one.tool]
    answered = f"{one.answered} of {tool.count} answered"
    if one.total is None:
        return f"No total, {answered}"
    return (
        f"{one.total} of {tool.most}"
        if one.answered == tool.count
        else f"{one.total} of {tool.most}, {answered}"
    )


def band_words(one: Scored) -> str:
    """What the total is called; empty where its source names nothing."""
    bands = TOOLS.edition(one.edition).by_code[one.tool].bands
    return next((band.words for band in bands if band.band == one.band), "")


def result_words(one: Scored) -> str:
    """A result in one line: PHQ-9 14 of 27 (Moderate), 3 January 2026, Amira Willow."""
    band = band_words(one)
    score = f"{TOOLS.edition(one.edition).by_code[one.tool].name} {score_words(one)}"
    return ", ".join([f"{score} ({band})" if band else score, day(one.done_on), one.by])
