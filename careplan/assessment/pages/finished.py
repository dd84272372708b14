"""The finished assessment in words, section by section."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from careplan.assessment.codes import Status
from careplan.assessment.labels import STATUSES
from careplan.assessment.pages.sections import counts_here, is_shown
from careplan.assessment.pages.words import answer_words
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.own import OwnAsked
from careplan.assessment.rules.saved import SavedAnswer
from careplan.checklists.rules.asked import Sitting, is_asked
from careplan.checklists.rules.bank import Item
from careplan.ui.words import day

STRUCK = "the answer was recorded by mistake and struck out"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the finished assessment: the question, what was said, what is to be known beside it.

    `again`: the item, where its answer was struck out and the right one is not recorded yet.
    """

    item: str
    question: str
    words: str
    notes: tuple[str, ...]
    need: bool
    ask_alone: bool
    answer_id: str = ""
    again: str = ""


def told(
    sheet: Sheet, sitting: Sitting, struck: Collection[str], own: Sequence[OwnAsked]
) -> list[tuple[str, list[Told]]]:
    """The whole assessment by section: every expected question, every other that was answered, and those struck.

    Each section ends with the answers to the service's `own` questions in it.
    """
    sections = []
    for slug in sheet.bank.sections_of(sheet.kind):
        lines = [
            _told(sheet, item, sitting, struck)
            for item in sheet.bank.section(sheet.kind, slug)
            if item.item in sheet.saved or item.item in struck or counts_here(item, sitting)
        ]
        lines += [_own(one) for one in own if one.section == sheet.bank.sections[slug]]
        if lines:
            sections.append((sheet.bank.sections[slug], lines))
    return sections


@dataclass(frozen=True, slots=True)
class Mine:
    """What the client said, by section, for their own copy; what help is wanted with; how much is left off."""

    sections: list[tuple[str, list[Told]]]
    needs: list[str]
    left_off: int


def mine(
    sheet: Sheet, sitting: Sitting, struck: Collection[str], own: Sequence[OwnAsked], *, safe: bool
) -> Mine:
    """The answers that were given; what is only asked alone stays off, unless that is `safe`."""
    given = [
        (title, [line for line in lines if _was_given(sheet, line)])
        for title, lines in told(sheet, sitting, struck, own)
    ]
    private = sum(line.ask_alone for _, lines in given for line in lines)
    shown = [(title, [line for line in lines if safe or not line.ask_alone]) for title, lines in given]
    needs = [line.question for _, lines in shown for line in lines if line.need]
    return Mine([one for one in shown if one[1]], needs, 0 if safe else private)


def _was_given(sheet: Sheet, line: Told) -> bool:
    current = sheet.saved.get(line.item)
    return not line.item or (
        current is not None and current.given.status is Status.ANSWERED and not line.again
    )


def _own(one: OwnAsked) -> Told:
    """The answer to a question of the service, which is no item of the checklist."""
    on = one.last.answered_on
    return Told(
        "", one.words, one.answer, (f"a question of the service, answered on {day(on)}",), False, False
    )


def _told(sheet: Sheet, item: Item, sitting: Sitting, struck: Collection[str]) -> Told:
    current = sheet.saved.get(item.item)
    words = answer_words(sheet, item, current) or STATUSES[Status.NOT_ASKED]
    if item.item in struck:
        return Told(item.item, item.question, words, (STRUCK,), False, item.ask_alone, again=item.item)
    notes, answer = tuple(_notes(item, current, sitting)), ""
    if current:
        answer = f"{sheet.id}:{item.item}:{current.slot}"
    return Told(
        item.item, item.question, words, notes, bool(current and current.need), item.ask_alone, answer
    )


def _notes(item: Item, current: SavedAnswer | None, sitting: Sitting) -> Iterator[str]:
    if current and current.given.carried_on:
        on = current.given.carried_on
        text = f"said on {on.day} {on:%B %Y}{f' ({current.brought_by})' if current.brought_by else ''}"
        yield f"{text}, confirmed" if current.confirmed else f"{text}, not confirmed since"
    if current and not is_shown(item, sitting):
        yield "not expected with the other answers"
    elif current and current.given.status is Status.ANSWERED and not is_asked(sitting, item):
        yield "counts as not asked"
