"""Answers under which something changed: both texts with day and source, to keep the one or take the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from careplan.assessment import queries
from careplan.assessment.codes import Status
from careplan.assessment.forms.section import Question, SectionForm
from careplan.assessment.forms.sent import SETTLE, Sent
from careplan.assessment.forms.shown import typed_of
from careplan.assessment.forms.tables import read_rows
from careplan.assessment.pages.tools import cell_text
from careplan.assessment.pages.words import answer_words
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.newer import Cells, left_behind, rows_since
from careplan.assessment.rules.saved import Reply, SavedAnswer
from careplan.checklists.rules.agreeing import ROWS
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import bare, check_value, in_words
from careplan.clients.models import Episode
from careplan.ground.clock import london_day, moment_of
from careplan.ground.marks import Offered
from careplan.ui.words import day

KEEP, TAKE = "keep", "take"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One answer: its question, what it says and what is new in words, the reply that takes the new, the choice."""

    item: Item
    was: str
    now: str
    take: Reply
    choice: str = ""


def settle(
    services: frozenset[str],
    episode: Episode,
    sheet: Sheet,
    form: SectionForm,
    sent: Mapping[str, str],
    on: date,
) -> None:
    """Reply with what was said of answers under which something changed."""
    _settle_table(sheet, form, sent)
    tables = [one for one in form.questions if one.item.answer.columns and _choice(sent, one.name)]
    if tables:
        known, _ = queries.known(services, episode, sheet, [one.item for one in tables], on)
        offered = {item: rows for item, (_, _, rows) in known.items()}
        settle_record(services, episode, sheet, tables, offered, sent)
    for one in tables:
        _decide(one)


def all_said(form: SectionForm) -> bool:
    """Whether it was said of each answer that stood from a changed row what becomes of it; asks for the first."""
    for table in form.questions:
        open_ = next((one for one in table.unsettled if not one.choice), None)
        if open_ and table.name == ROWS:
            words = (
                f"Say what becomes of “{open_.item.question}”, which was filled in from a row that changed"
            )
            table.errors, table.cell = table.errors or [words], f"{SETTLE}-{open_.item.item}"
            return False
    return True


def _settle_table(sheet: Sheet, form: SectionForm, sent: Mapping[str, str]) -> None:
    table = next((one for one in form.questions if one.name == ROWS and one.reply), None)
    before = sheet.saved.get(ROWS)
    if table is None or before is None or not before.given.value:
        return
    table.unsettled = [*_left(sheet, form, before.given.value, table.value or [], sent)]
    here = {one.name: one for one in form.questions}
    for item, take in ((one.item, one.take) for one in table.unsettled if one.choice == TAKE):
        if item.item in here:
            here[item.item].reply = take
        else:
            form.settled = [*form.settled, take]
            form.elsewhere[item.item] = take.value


def _left(
    sheet: Sheet, form: SectionForm, before: Sequence[Any], after: Sequence[Any], sent: Mapping[str, str]
) -> Iterator[Unsettled]:
    said = {one.name for one in form.questions if one.sent and one.reply}
    answers = {
        name: bare(sheet.bank.items[name], one.given.value)
        for name, one in sheet.saved.items()
        if name in sheet.bank.items and one.given.value is not None and name not in said | sheet.hidden
    }
    for name, new in left_behind(sheet.bank, before, after, answers):
        item, saved = sheet.bank.items[name], sheet.saved[name]
        value = None if new is None or check_value(item, new) else new
        words = "nothing of it any more" if value is None else in_words(sheet.bank, item, value)
        reply = Reply(name, Status.NOT_ASKED if value is None else Status.ANSWERED, value, saved.need)
        yield Unsettled(
            item,
            _was(sheet, item, saved),
            f"The table of substances says now: {words}",
            reply,
            _choice(sent, name),
        )


def settle_record(
    services: frozenset[str],
    episode: Episode,
    sheet: Sheet,
    questions: Iterable[Question],
    offered: Mapping[str, Sequence[Offered]],
    sent: Mapping[str, str],
) -> None:
    """Beside each answered table what the record says since; a statement for each that the record offers rows for."""
    for one in questions:
        saved = one.saved
        if one.item.answer.columns and one.name in offered and saved and saved.given.value is not None:
            then = queries.offered_at(services, episode, one.item, _moment(saved))
            one.unsettled = [*_since(sheet, one, saved, then, offered[one.name], sent)]


def _decide(one: Question) -> None:
    """Rows that were typed now stand before what the record says."""
    choice = next((each.choice for each in one.unsettled), "")
    if one.reply or one.problem or one.saved is None:
        return
    if choice == TAKE:
        one.reply = one.unsettled[0].take
    elif choice == KEEP and one.saved.copied:
        one.hold()
    elif choice == KEEP:
        one.reply = Reply(one.name, Status.ANSWERED, one.saved.given.value, one.saved.need)


def _since(
    sheet: Sheet,
    one: Question,
    saved: SavedAnswer,
    then: Sequence[Offered],
    now: Sequence[Offered],
    sent: Mapping[str, str],
) -> Iterator[Unsettled]:
    typed, _ = typed_of(one.item, saved.given.value)
    rows = [_row(typed, number, one.item) for number in range(len(saved.given.value))]
    newer = rows_since(rows, _by_name(one, then), _by_name(one, now))
    value = None if newer is None else _value(one, newer)
    if value is None:
        return
    stood = [row.cells for row in then]
    said = "; ".join(row.source for row in now if row.cells not in stood) or "what stood there has ended"
    words = in_words(sheet.bank, one.item, value).replace("\n", "; ")
    take = Reply(one.name, Status.ANSWERED, value, saved.need)
    told = f"With what the record says since ({said}): {words}"
    yield Unsettled(one.item, _was(sheet, one.item, saved), told, take, _choice(sent, one.name))


def _row(typed: Mapping[str, str], number: int, item: Item) -> Cells:
    cells = {column: typed.get(f"{number}-{column}", "") for column in item.answer.columns}
    return {column: text for column, text in cells.items() if text}


def _by_name(one: Question, rows: Iterable[Offered]) -> dict[str, Cells]:
    columns = one.item.answer.columns
    return {
        row.name: {
            column: cell_text(one, column, text) for column, text in row.cells.items() if column in columns
        }
        for row in rows
    }


def _value(one: Question, rows: Sequence[Cells]) -> list[Any] | None:
    """The rows as they are stored; None where the form would not take them."""
    pairs = [(f"{one.name}-{n}-{column}", text) for n, row in enumerate(rows) for column, text in row.items()]
    try:
        return read_rows(Sent(one.bank, one.item, MultiDict(pairs), one.life, len(rows))) or []
    except ValueError:
        return None


def _moment(saved: SavedAnswer) -> datetime:
    """When the answer was given: of one that was taken over and waits, the end of its day."""
    on = saved.given.carried_on if saved.waits else None
    return moment_of(on + timedelta(days=1)) if on else saved.saved_at


def _was(sheet: Sheet, item: Item, saved: SavedAnswer) -> str:
    on = saved.given.carried_on if saved.waits else london_day(saved.saved_at)
    by = f", to {saved.source_by}" if saved.waits and saved.source_by else ""
    return f"Answered on {day(on)}{by}: {answer_words(sheet, item, saved)}".replace("\n", "; ")


def _choice(sent: Mapping[str, str], item: str) -> str:
    choice = sent.get(f"{item}-{SETTLE}", "")
    return choice if choice in (KEEP, TAKE) else ""
