"""The finished assessment in words, section by section."""

from collections.abc import Iterator
from dataclasses import dataclass

from careplan.assessment.codes import Status
from careplan.assessment.labels import STATUSES
from careplan.assessment.pages.sections import counts_here, is_shown
from careplan.assessment.pages.words import answer_words
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.saved import SavedAnswer
from careplan.checklists.rules.asked import Sitting, is_asked
from careplan.checklists.rules.bank import Item


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the finished assessment: the question, what was said, what is to be known beside it."""

    question: str
    words: str
    notes: tuple[str, ...]
    need: bool
    ask_alone: bool
    answer_id: str = ""


def told(sheet: Sheet, sitting: Sitting) -> list[tuple[str, list[Told]]]:
    """The whole assessment by section: every expected question, and every other that was answered."""
    sections = []
    for slug in sheet.bank.sections_of(sheet.kind):
        lines = [_told(sheet, item, sitting) for item in _worth_telling(sheet, slug, sitting)]
        if lines:
            sections.append((sheet.bank.sections[slug], lines))
    return sections


def _worth_telling(sheet: Sheet, slug: str, sitting: Sitting) -> Iterator[Item]:
    for item in sheet.bank.section(sheet.kind, slug):
        if item.item in sheet.saved or counts_here(item, sitting):
            yield item


def _told(sheet: Sheet, item: Item, sitting: Sitting) -> Told:
    current = sheet.saved.get(item.item)
    words = answer_words(sheet, item, current) or STATUSES[Status.NOT_ASKED]
    notes, answer = (
        tuple(_notes(item, current, sitting)),
        f"{sheet.id}:{item.item}:{current.slot}" if current else "",
    )
    return Told(item.question, words, notes, bool(current and current.need), item.ask_alone, answer)


def _notes(item: Item, current: SavedAnswer | None, sitting: Sitting) -> Iterator[str]:
    if current and current.source and current.given.carried_on:
        on = current.given.carried_on
        text = f"said on {on.day} {on:%B %Y}"
        yield f"{text}, confirmed" if current.confirmed else f"{text}, not confirmed since"
    if current and not is_shown(item, sitting):
        yield "not expected with the other answers"
    elif current and current.given.status is Status.ANSWERED and not is_asked(sitting, item):
        yield "counts as not asked"
