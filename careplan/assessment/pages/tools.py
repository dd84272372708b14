"""What fills a question that nobody answered yet: the latest result of a tool, a table, and rows of the record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from careplan.assessment.codes import Kind
from careplan.assessment.forms.section import Question
from careplan.assessment.forms.tables import ENDED, MOST_ROWS
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.scores import SCORE_OF, Scored, latest
from careplan.checklists.rules.agreeing import ROWS, told_by_rows
from careplan.checklists.rules.asked import needs_confirming
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import check_value
from careplan.clients.models import Episode
from careplan.ground.marks import Offered

GO = "tool-"


def way(episode: Episode, then: str, path: str) -> str:
    """The address of the tool that a button of a section names, with the way back; empty for any other button."""
    code, _, item = then.removeprefix(GO).partition("-")
    if not then.startswith(GO) or code not in SCORE_OF.get(item, ()):
        return ""
    return url_for("assessment.fill_tool", episode_id=episode.id, tool=code, back=f"{path}#q-{item}")


def fill_in(facts: Iterable[Any], questions: Iterable[Question], kind: Kind, on: date) -> None:
    """Show the latest results in questions that nobody answered here since; they are saved with the section.

    `facts`: what the record says beside the questions.
    """
    results = [one for one in facts if isinstance(one, Scored)]
    for question in questions:
        if results and not question.sent:
            last = [
                one for tool in question.tools if (one := _stands(results, tool.tool, question, kind, on))
            ]
            question.typed |= _typed(question.item, last)


def fill_from_rows(sheet: Sheet, questions: Iterable[Question]) -> None:
    """Show what the table of substances leaves but one answer to, where nobody answered; saved with the section."""
    table = sheet.saved.get(ROWS)
    if table is None or table.waits or not table.given.value:
        return
    told = dict(told_by_rows(sheet.bank, table.given.value))
    for question in questions:
        value = None if question.saved or question.sent else told.get(question.name)
        if value is not None and not check_value(question.item, value):
            question.typed[""], question.from_rows = str(value), True


def fill_from_record(questions: Iterable[Question], offered: Mapping[str, Sequence[Offered]]) -> None:
    """Begin tables that nobody answered with the rows of the record, each with its source; saved with the section."""
    for question in questions:
        rows = offered.get(question.name, ())[:MOST_ROWS]
        if question.saved is not None or not rows:
            continue
        question.offered = [one.source for one in rows]
        if not question.sent:
            question.typed |= {
                f"{n}-{column}": cell_text(question, column, words)
                for n, one in enumerate(rows)
                for column, words in one.cells.items()
                if column in question.item.answer.columns
            }


def ended(questions: Iterable[Question]) -> dict[str, list[dict[str, str]]]:
    """By item of changed tables the rows that were ticked as no longer true, as they were sent."""
    return {one.name: rows for one in questions if one.reply and (rows := [*_ended(one)])}


def _ended(question: Question) -> Iterator[dict[str, str]]:
    for part, text in question.typed.items():
        row, _, ticked = part.partition("-")
        if ticked == ENDED and text:
            columns = question.item.answer.columns
            yield {column: question.typed.get(f"{row}-{column}", "") for column in columns}


def cell_text(question: Question, column: str, words: str) -> str:
    """The choice of the table that has these words, however it writes them; else the words themselves."""
    labels = (question.bank.labels[code] for code in question.item.answer.bounds.choices.get(column, ()))
    return next((one for one in labels if one.casefold() == words.casefold()), words)


def _stands(results: list[Scored], tool: str, question: Question, kind: Kind, on: date) -> Scored | None:
    """The latest result, where it is fresh and no answer was given here or later elsewhere."""
    one, saved = latest(results, tool, on), question.saved
    if one is None or needs_confirming(question.item, kind, one.done_on, on):
        return None
    if saved is None or (saved.waits and saved.given.carried_on and saved.given.carried_on < one.done_on):
        return one
    return None


def _typed(item: Item, results: list[Scored]) -> dict[str, str]:
    if not item.answer.tools:
        return {one.tool: str(one.total) for one in results}
    last = max(results, key=lambda one: one.done_on, default=None)
    return {} if last is None else {"": str(last.total), "tool": last.tool}
