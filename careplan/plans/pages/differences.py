"""What stands in the record beside what was typed, for the page that shows both."""

from datetime import date
from typing import Any

from careplan.ui.words import day

Difference = tuple[str, str, str]


COLUMNS = {"need": "need_id", "how": "agreed_how"}
"""Fields whose column has another name."""


def differences(form: Any, row: object) -> list[Difference]:
    """(label, saved, typed) for each field the worker sees; what the row has no column for counts as empty."""
    return [
        (
            field.words,
            said(field, getattr(row, COLUMNS.get(field.name, field.name), None)),
            said(field, field.data),
        )
        for field in form.shown_fields
    ]


def said(field: Any, value: Any) -> str:
    """A value as a worker reads it."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "Yes"
    if isinstance(value, date):
        return day(value)
    labels = {option.value: option.label for option in getattr(field, "options", ())}
    return str(labels.get(str(value), value))
