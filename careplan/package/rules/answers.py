"""Whether the cell of an answer's value fits its item of the question bank."""

from decimal import Decimal
from typing import Any

from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import expected_words, read_value, refusal

MOST_DIGITS = 15


def misfit(item: Item, cell: str) -> str | None:
    """None when the cell is JSON that fits the item, else what was expected."""
    try:
        value = read_value(cell)
    except ValueError:
        return f"JSON: {expected_words(item.answer)}"
    if not _storable(value):
        return f"numbers of at most {MOST_DIGITS} digits"
    refused = refusal(item, value)
    return refused.expected if refused else None


def _storable(value: Any) -> bool:
    """Whether every number in it keeps its value as a JSON number anywhere."""
    if isinstance(value, dict):
        return all(map(_storable, value.values()))
    if isinstance(value, list):
        return all(map(_storable, value))
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits) <= MOST_DIGITS and abs(value.adjusted()) < MOST_DIGITS
    return not isinstance(value, int) or abs(value) < 10**MOST_DIGITS
