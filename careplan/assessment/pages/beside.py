"""Two assessments of one kind side by side: what changed, with the days on which it was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from careplan.assessment.codes import Status
from careplan.assessment.pages.words import answer_words
from careplan.assessment.queries import Line, Sheet
from careplan.checklists.rules.bank import Item
from careplan.ui.render import escaped
from careplan.ui.tables import Above, Column, Table
from careplan.ui.words import day

NOTHING = "Not asked"
SAME = "Nothing that was answered changed."


@dataclass(frozen=True, slots=True)
class Changed:
    """One question whose answer differs."""

    question: str
    ask_alone: bool
    then: Above
    now: Above


def before(lines: Sequence[Line], sheet: Sheet) -> str | None:
    """The id of the assessment of the same kind that was completed before this one; None without one."""
    rows = [one.row for one in lines if one.row.kind == sheet.kind and one.row.completed_on]
    ids = [one.id for one in sorted(rows, key=lambda row: (row.completed_on, row.recorded_at))]
    place = ids.index(sheet.assessment.id)
    return ids[place - 1] if place else None


def changed(old: Sheet, new: Sheet) -> list[Changed]:
    """The questions whose answers differ, in the order of telling; each edition has its own words."""
    items = {one.item: one for one in (*old.bank.lists[old.kind], *new.bank.lists[new.kind])}
    return [
        Changed(item.question, item.ask_alone, _told(old, item), _told(new, item))
        for code, item in items.items()
        if _said(old, code) != _said(new, code)
    ]


def _said(sheet: Sheet, code: str) -> tuple[Status, object]:
    saved = sheet.saved.get(code)
    return (saved.given.status, saved.given.value) if saved else (Status.NOT_ASKED, None)


def _told(sheet: Sheet, item: Item) -> Above:
    saved = sheet.saved.get(item.item)
    if saved is None or item.item not in sheet.bank.items:
        return Above(NOTHING, "")
    on = saved.given.carried_on if saved.copied and not saved.confirmed else sheet.assessment.completed_on
    return Above(escaped(answer_words(sheet, sheet.bank.items[item.item], saved)), day(on) if on else "")


def table(old: Sheet, new: Sheet, rows: Sequence[Changed], caption: str) -> Table:
    """The changes as a list."""
    first, second = (day(one.assessment.completed_on) for one in (old, new) if one.assessment.completed_on)
    columns = (Column("Question", "question"), Column(first, "then"), Column(second, "now"))
    return Table(caption, columns, rows, SAME, caption_hidden=True)
