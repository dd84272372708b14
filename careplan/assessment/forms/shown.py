"""How a stored value stands in the form of its question."""

from decimal import Decimal
from typing import Any

from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bank import Item


def typed_of(item: Item, value: Any) -> tuple[dict[str, str], tuple[str, ...]]:
    """How a stored value stands in the form: texts by part, and the ticked options."""
    answer, typed = item.answer, dict[str, str]()
    if value is None:
        return typed, ()
    if answer.wrapped:
        places = [one.place for one in answer.places]
        typed |= {key: str(value[key]) for key in ("text", "tool", *places) if key in value}
        typed |= _date_parts(value.get("date"), "date-")
        shown = next((value[key] for key in places if key in value), None)
        value = None if shown is not None and value["value"] == shown else value["value"]
    if value is None:
        return typed, ()
    if answer.type is AnswerType.ANY_OF:
        return typed, tuple(value)
    if answer.type is AnswerType.DATE:
        return typed | _date_parts(value, ""), ()
    if answer.type is AnswerType.ROWS:
        cells = {
            f"{n}-{column}": _written(cell) for n, row in enumerate(value) for column, cell in row.items()
        }
        return typed | (cells if value else {"none": "y"}), ()
    return typed | {"": _written(value)}, ()


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _date_parts(value: str | None, prefix: str) -> dict[str, str]:
    if not value:
        return {}
    year, month, day = value.split("-")
    return {f"{prefix}day": str(int(day)), f"{prefix}month": str(int(month)), f"{prefix}year": year}
