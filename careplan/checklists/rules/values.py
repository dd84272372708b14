"""What the value of an answer may be, as JSON, and how answers and conditions read in words."""

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bank import Answer, Bank, Condition, Item
from careplan.ground import dates

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
WHOLE_NUMBER_MAX = 1000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that does not fit its item."""

    item: str
    came: str
    expected: str

    def __str__(self) -> str:
        """One sentence: the item, what came, what was expected."""
        return f"{self.item}: {self.came} came, expected {self.expected}"


def check_value(item: Item, value: object) -> str | None:
    """None when the value fits the item, else one sentence with item, what came and what was expected."""
    refused = refusal(item, value)
    return None if refused is None else str(refused)


def refusal(item: Item, value: object) -> Refusal | None:
    """None when the value fits the item, else what came and what was expected, for a fault's two columns."""
    if _fits(item.answer, value):
        return None
    came = json.dumps(value, ensure_ascii=True, default=str)
    return Refusal(item.item, came if len(came) <= 80 else f"{came[:79]}…", expected_words(item.answer))


def read_value(text: str) -> Any:
    """The JSON value in a cell; ValueError for anything but JSON, NaN, Infinity or a key twice."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def bare(item: Item, value: Any) -> Any:
    """The value itself, without the text, date or tool that may stand beside it."""
    return value["value"] if item.answer.wrapped else value


def bounds(answer: Answer) -> tuple[int, int]:
    """The least and the greatest number; whole numbers without bounds of their own go from 0 to 1000."""
    return (
        0 if answer.min is None else answer.min,
        WHOLE_NUMBER_MAX if answer.max is None else answer.max,
    )


def expected_words(answer: Answer) -> str:
    """What a fitting value looks like, in JSON terms."""
    words = _bare_words(answer)
    if not answer.wrapped:
        return words
    beside = [f'"tool" ({" | ".join(answer.tools)})'] if answer.tools else []
    beside += [f'"{key}"' for key in (*answer.also, *(one.place for one in answer.places))]
    return f'an object with "value" ({words}) and perhaps {", ".join(beside)}'


def _bare_words(answer: Answer) -> str:
    low, high = bounds(answer)
    return {
        AnswerType.YES_NO: "true or false",
        AnswerType.ONE_OF: f"one of {' | '.join(answer.options)}",
        AnswerType.ANY_OF: f"a list of some of {' | '.join(answer.options)}, each once, none alone",
        AnswerType.WHOLE_NUMBER: f"a whole number from {low} to {high}",
        AnswerType.SCALE: f"a whole number from {low} to {high}",
        AnswerType.NUMBER: f"a number from {low} to {high}",
        AnswerType.DATE: 'a date "YYYY-MM-DD"',
        AnswerType.TEXT: "text that is not empty",
        AnswerType.ROWS: f"a list of rows with the columns {', '.join(answer.columns)}",
    }[answer.type]


def _fits(answer: Answer, value: object) -> bool:
    if not answer.wrapped:
        return FITS[answer.type](answer, value)
    if not isinstance(value, dict) or "value" not in value or not FITS[answer.type](answer, value["value"]):
        return False
    return all(_fits_beside(answer, key, beside) for key, beside in value.items() if key != "value")


def _fits_beside(answer: Answer, key: str, value: object) -> bool:
    if key == "tool" and answer.tools:
        return value in answer.tools
    if any(key == one.place for one in answer.places):
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= WHOLE_NUMBER_MAX
    if key not in answer.also:
        return False
    return is_day(value) if key == "date" else is_text(value)


def is_text(value: object) -> bool:
    """Text that is not empty and that a database can hold."""
    return isinstance(value, str) and value != "" and not UNSTORABLE.search(value)


def is_day(value: object) -> bool:
    """A date of the calendar, written YYYY-MM-DD."""
    return isinstance(value, str) and dates.is_day(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value)


def _in_bounds(answer: Answer, value: object) -> bool:
    low, high = bounds(answer)
    return _is_number(value) and low <= value <= high  # type: ignore[operator]


def _whole(answer: Answer, value: object) -> bool:
    return isinstance(value, int) and _in_bounds(answer, value)


def _any_of(answer: Answer, value: object) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(code, str) for code in value):
        return False
    chosen = set(value)
    alone = "none" not in chosen or len(chosen) == 1
    return chosen <= set(answer.options) and len(chosen) == len(value) and alone


def _cell(value: object) -> bool:
    if isinstance(value, str):
        return not UNSTORABLE.search(value)
    return isinstance(value, bool) or _is_number(value)


def _rows(answer: Answer, value: object) -> bool:
    return isinstance(value, list) and all(_row(answer, row) for row in value)


def _row(answer: Answer, row: object) -> bool:
    return isinstance(row, dict) and set(row) <= set(answer.columns) and all(map(_cell, row.values()))


FITS: dict[AnswerType, Callable[[Answer, Any], bool]] = {
    AnswerType.YES_NO: lambda _, value: isinstance(value, bool),
    AnswerType.ONE_OF: lambda answer, value: isinstance(value, str) and value in answer.options,
    AnswerType.ANY_OF: _any_of,
    AnswerType.WHOLE_NUMBER: _whole,
    AnswerType.SCALE: _whole,
    AnswerType.NUMBER: _in_bounds,
    AnswerType.DATE: lambda _, value: is_day(value),
    AnswerType.TEXT: lambda _, value: is_text(value),
    AnswerType.ROWS: _rows,
}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a key stands twice")
    return values


NAMES = "January February March April May June July August September October November December"
MONTHS = tuple(NAMES.split())


def in_words(bank: Bank, item: Item, value: Any) -> str:
    """An answered value as a worker reads it; rows one to a line, what stands beside the value after a dash."""
    if not item.answer.wrapped:
        return _bare(bank, item, value)
    beside = [_plain(value["date"])] if value.get("date") else []
    beside += [bank.labels[value["tool"]]] if value.get("tool") else []
    beside += [f"{one.label}: {value[one.place]}" for one in item.answer.places if one.place in value]
    beside += [value["text"]] if value.get("text") else []
    return " – ".join([_bare(bank, item, value["value"]), *beside])


def asked_when(bank: Bank, item: Item) -> str:
    """When a dependent item is asked: “Does the person drink alcohol?” is Past or Current."""
    return ", or ".join(_condition(bank, condition) for condition in item.conditions)


def _condition(bank: Bank, condition: Condition) -> str:
    if condition.fact is not None:
        return bank.facts[condition.fact]
    item = bank.items[condition.item or ""]
    if condition.has_rows is not None:
        return f"“{item.question}” names somebody" if condition.has_rows else f"“{item.question}” is none"
    order = item.answer.options or ("yes", "no")
    return (
        f"“{item.question}” is {' or '.join(bank.labels[code] for code in order if code in condition.codes)}"
    )


def _bare(bank: Bank, item: Item, value: Any) -> str:
    answer = item.answer
    if answer.type is AnswerType.YES_NO:
        return "Yes" if value else "No"
    if answer.type is AnswerType.ROWS:
        return "\n".join(row_words(bank, item, row) for row in value) or "None"
    if isinstance(value, list):
        return ", ".join(bank.labels[code] for code in value)
    if answer.type is AnswerType.ONE_OF:
        return bank.labels[value]
    if answer.type is AnswerType.TEXT:
        return str(value)
    if answer.type is AnswerType.SCALE:
        return f"{value} of {answer.max}"
    return f"{_plain(value)} {answer.unit}".rstrip()


def row_words(bank: Bank, item: Item, row: dict[str, Any]) -> str:
    """One row of an answer in rows, in one line."""
    return ", ".join(_cells(bank, item, row))


def _cells(bank: Bank, item: Item, row: dict[str, Any]) -> Iterator[str]:
    for column in item.answer.columns:
        if column in row and row[column] != "":
            words = bank.labels.get(row[column]) if is_coded(bank, item, column) else None
            yield f"{bank.columns[column].label}: {words or _plain(row[column])}"


def is_coded(bank: Bank, item: Item, column: str) -> bool:
    """Whether the cells of a column are codes with words of their own."""
    return bank.columns[column].kind in ("substance", "level") or bool(
        column == "domain" and item.answer.domains
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if is_day(value):
        day = date.fromisoformat(value)
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
