"""The finished assessment in words, section by section."""

from collections.abc import Iterator
from dataclasses import dataclass

from careplan.assessment.codes import Status
from careplan.assessment.labels import STATUSES
from careplan.assessment.pages.sections import counts_here, is_shown
from careplan.assessment.pages.words import answer_words
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.held import Held
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
        if item.item in sheet.held or counts_here(item, sitting):
            yield item


def _told(sheet: Sheet, item: Item, sitting: Sitting) -> Told:
    held = sheet.held.get(item.item)
    words = answer_words(sheet, item, held) or STATUSES[Status.NOT_ASKED]
    notes, answer = tuple(_notes(item, held, sitting)), f"{sheet.id}:{item.item}" if held else ""
    return Told(item.question, words, notes, bool(held and held.need), item.ask_alone, answer)


def _notes(item: Item, held: Held | None, sitting: Sitting) -> Iterator[str]:
    if held and held.source and held.given.carried_on:
        on = held.given.carried_on
        said = f"said on {on.day} {on:%B %Y}"
        yield f"{said}, confirmed" if held.confirmed else f"{said}, not confirmed since"
    if held and not is_shown(item, sitting):
        yield "not expected with the other answers"
    elif held and held.given.status is Status.ANSWERED and not is_asked(sitting, item):
        yield "counts as not asked"
