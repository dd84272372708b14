"""An open assessment as a blank form: to be filled in by hand away from a screen, and keyed in later."""

from collections.abc import Sequence
from dataclasses import dataclass

from careplan.assessment.pages.sections import ELSEWHERE, leaf_of
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.own import OwnAsked
from careplan.checklists.codes import AnswerType, Presence
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import asked_when
from careplan.ui.words import YES_NO


@dataclass(frozen=True, slots=True)
class Blank:
    """One question with room for its answer: boxes to tick, columns of a table, or lines."""

    question: str
    when: str
    boxes: tuple[str, ...]
    columns: tuple[str, ...]
    unit: str
    more: str


def blanks(sheet: Sheet, slug: str, own: Sequence[OwnAsked], *, alone: bool) -> list[tuple[str, list[Blank]]]:
    """The questions by section, of the page of one where it is named; what is only asked alone with `alone`.

    Each section ends with the service's `own` in it.
    """
    out, here = sheet.hidden | ELSEWHERE, _here(sheet, slug)
    told = [
        (
            sheet.bank.sections[one],
            [item for item in sheet.bank.section(sheet.kind, one) if item.item not in out],
        )
        for one in sheet.bank.sections_of(sheet.kind)
        if one in here
    ]
    shown = [
        (
            title,
            [
                *(_blank(sheet, one) for one in items if alone or not one.ask_alone),
                *(Blank(one.words, "", (), (), "", "") for one in own if one.section == title),
            ],
        )
        for title, items in told
    ]
    return [one for one in shown if one[1]]


def left_off(sheet: Sheet, slug: str) -> int:
    """How many questions are only asked alone."""
    here = _here(sheet, slug)
    items = (one for one in sheet.bank.lists[sheet.kind] if one.item not in sheet.hidden)
    return sum(one.ask_alone and one.section in here for one in items)


def _here(sheet: Sheet, slug: str) -> tuple[str, ...]:
    return leaf_of(sheet, slug) if slug else sheet.bank.sections_of(sheet.kind)


def _blank(sheet: Sheet, item: Item) -> Blank:
    bank, answer = sheet.bank, item.answer
    optional = item.presence[sheet.kind] is Presence.OPTIONAL
    when = asked_when(bank, item) if item.presence[sheet.kind] is Presence.IF else ""
    boxes = (
        tuple(YES_NO.values())
        if answer.type is AnswerType.YES_NO
        else tuple(map(bank.labels.get, answer.options))
    )
    more = answer.hint or ("Say more" if "text" in answer.also else "")
    columns = tuple(bank.columns[one].label for one in answer.columns)
    unit = "Day, month, year" if answer.type is AnswerType.DATE else answer.unit
    question = f"{item.question} (optional)" if optional else item.question
    return Blank(question, when, tuple(str(one) for one in boxes), columns, unit, more)
