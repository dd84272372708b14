"""What a browser sent for a table, read into rows; CellFault carries the worker's sentence and the cell at fault."""

import re
from decimal import Decimal
from itertools import count
from typing import Any

from careplan.assessment.forms.sent import Sent
from careplan.checklists.rules.bounds import before_birth, day_of, lacking, number_beyond
from careplan.checklists.rules.visits import DAY, VISITS, visit_fault
from careplan.ui.fields.numbers import read_amount

MOST_ROWS = 40
NUMBER = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?", re.ASCII)
AMOUNT = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,2})?) ?([a-z]+)", re.ASCII | re.IGNORECASE)
YES_NO = {"yes": True, "no": False}
OTHER, FURTHER, ENDED = "other", "further", "ended"
"""The choice of a cell that is said in other words, or from the rest of its list; a row that holds no longer."""


class CellFault(ValueError):
    """What is wrong in one cell of a table; `part` is its place, "0-days_28"."""

    def __init__(self, sentence: str, part: str) -> None:
        super().__init__(sentence)
        self.part = part


def read_rows(sent: Sent) -> list[dict[str, Any]] | None:
    """The rows that were filled in and hold still; None where nothing was entered. ValueError for what cannot be."""
    columns = sent.item.answer.columns
    none = sent.one("none") != ""
    values: list[dict[str, Any]] = []
    ended = False
    for number in count():
        if not any(sent.key(f"{number}-{column}") in sent.form for column in columns):
            break
        if number == max(MOST_ROWS, sent.held):
            raise ValueError(f"Enter at most {MOST_ROWS} rows for {sent.called}")
        cells = _visit(
            sent, number, _apart(sent, {column: _cell_text(sent, number, column) for column in columns})
        )
        if sent.one(f"{number}-{ENDED}"):
            ended = True
            continue
        row = {column: _cell(sent, column, text) for column, text in cells.items() if text}
        _refuse_row(sent, row, cells, number)
        values += [row] if row else []
    if none and values:
        raise ValueError(f"Select that there are none or fill in rows, not both, for {sent.called}")
    return values if values or none or ended else None


def _cell_text(sent: Sent, number: int, column: str) -> str:
    """What was chosen or typed in a cell; in other words where it is none of the choices."""
    text = sent.one(f"{number}-{column}")
    listed = sent.bank.columns[column].kind == "substance"
    if text != (FURTHER if listed else OTHER) or not (listed or column in sent.item.answer.bounds.open):
        return text
    words = sent.one(f"{number}-{column}-{OTHER}")
    if not words:
        label = sent.bank.columns[column].label
        sentence = f"Say which “{label}” in row {number + 1} of {sent.called}, or choose another"
        raise CellFault(sentence, f"{number}-{column}-{OTHER}")
    return words


def _apart(sent: Sent, cells: dict[str, str]) -> dict[str, str]:
    """An amount that was typed with its unit, "0.5 g", in the two cells that hold them."""
    units = sent.item.answer.bounds.choices.get("unit", ())
    amount = AMOUNT.fullmatch(cells.get("amount", "")) if units and not cells["unit"] else None
    words = {sent.bank.labels[code].casefold(): sent.bank.labels[code] for code in units}
    if amount is None or amount[2].casefold() not in words:
        return cells
    return cells | {"amount": amount[1], "unit": words[amount[2].casefold()]}


def _visit(sent: Sent, number: int, cells: dict[str, str]) -> dict[str, str]:
    """The row of a visit with its day as it is stored; today where only the rest was told."""
    if sent.item.item != VISITS or not any(cells.values()) or sent.one(f"{number}-{ENDED}"):
        return cells
    text = cells[DAY] or sent.life.on.isoformat()
    if fault := visit_fault(text, sent.life):
        label = sent.bank.columns[DAY].label
        raise CellFault(f"“{label}” in row {number + 1} of {sent.called} {fault}", f"{number}-{DAY}")
    on = day_of(text)
    return cells | {DAY: on.isoformat() if on else ""}


def _refuse_row(sent: Sent, row: dict[str, Any], cells: dict[str, str], number: int) -> None:
    """Refuse what a row cannot hold, or what it lacks; `number` counts the rows of the page from 0."""
    bounds, words = sent.item.answer.bounds, sent.bank.columns
    where = f"in row {number + 1} of {sent.called}"
    for bound in bounds.numbers:
        text = cells.get(bound.column, "")
        if text and (wanted := number_beyond(bound, text, sent.life)):
            sentence = f"Enter {wanted} for “{words[bound.column].label}” {where}"
            raise CellFault(sentence, f"{number}-{bound.column}")
    for column in bounds.events & set(row):
        if before_birth(cells[column], sent.life):
            sentence = f"“{words[column].label}” {where} must be on or after the day the client was born"
            raise CellFault(sentence, f"{number}-{column}")
    for column in lacking(bounds, row):
        raise CellFault(f"Fill in “{words[column].label}” {where}", f"{number}-{column}")


def _cell(sent: Sent, column: str, text: str) -> Any:
    kind = sent.bank.columns[column].kind
    if kind == "yes_no" and text in YES_NO:
        return YES_NO[text]
    if kind == "number" and NUMBER.fullmatch(text):
        return numeric(read_amount(text, column))
    return text


def numeric(number: Decimal) -> int | Decimal:
    """A number as it is stored: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else number
