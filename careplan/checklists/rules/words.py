"""Answers and conditions in the words of their edition, for pages and printed copies."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bank import Bank, Condition, Item
from careplan.checklists.rules.values import is_day

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
        return "\n".join(_row(bank, item, row) for row in value) or "None"
    if isinstance(value, list):
        return ", ".join(bank.labels[code] for code in value)
    if answer.type is AnswerType.ONE_OF:
        return bank.labels[value]
    if answer.type is AnswerType.TEXT:
        return str(value)
    if answer.type is AnswerType.SCALE:
        return f"{value} of {answer.max}"
    return f"{_plain(value)} {answer.unit}".rstrip()


def _row(bank: Bank, item: Item, row: dict[str, Any]) -> str:
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
