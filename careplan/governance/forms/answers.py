"""One form for each question, made of its keys: whole numbers, days, dates, yes or no, sets."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from wtforms.validators import ValidationError

from careplan.governance.rules.asked import NONE
from careplan.governance.rules.wording import ALWAYS, Field, wording
from careplan.ground.clock import today
from careplan.ui.fields import Checkboxes, Choice, Day, Decimal2, Form, Radios, Reason, Whole

MOST_MONTHS = 120


class AnswerForm(Form):
    """What all answers share. `reason` is asked only where an answer of the same day is corrected."""

    fields: tuple[Field, ...] = ()
    reason: Any

    def show(self, values: Mapping[str, str]) -> None:
        """Fill in the answers in force; a form that holds a draft keeps it."""
        for field in () if self.from_draft else self.fields:
            if field.key in values:
                self[field.name].process_data(_read(field, values[field.key]))

    def values(self) -> dict[str, str]:
        """The answers by key, as returns write them; what was left empty is not among them."""
        filled = {field.key: self[field.name] for field in self.fields}
        return {key: _written(one.data) for key, one in filled.items() if not one.empty}

    def fits(self, before: Mapping[str, str], today: Mapping[str, str]) -> bool:
        """What needs the answers of before: none is emptied, one of today is corrected with a reason."""
        values = self.values()
        for field in self.fields:
            if field.key in before and field.key not in values:
                self[field.name].errors = [f"{field.called} was answered before and cannot be left empty"]
        changed = any(today[key] != value for key, value in values.items() if key in today)
        if changed and not self.reason.data:
            self.reason.errors = ["Enter why today’s answer is corrected"]
        if not values:
            first = self[self.fields[0].name]
            first.errors = first.errors or ["Enter an answer"]
        return not any(one.errors for one in self)


def _read(field: Field, value: str) -> Any:
    if field.asked.type == "words":
        return value.split(" ")
    return date.fromisoformat(value) if field.asked.type == "date" else value


def _written(data: Any) -> str:
    """A date in ISO 8601, an amount without trailing zeros, the words of a set with one space between."""
    if isinstance(data, Decimal):
        return f"{data:f}"
    return " ".join(data) if isinstance(data, list) else str(data)


def _field(field: Field) -> Any:
    shared: dict[str, Any] = {"called": field.called, "hint": field.hint}
    if field.needed == ALWAYS:
        shared["required"] = field.empty
    kind = field.asked.type
    if kind == "word":
        return Radios(field.label, choices=dict(field.codes), inline=len(field.codes) == 2, **shared)
    if kind == "words":
        choices = [Choice(code, words, alone=code == NONE) for code, words in field.codes.items()]
        return Checkboxes(field.label, choices=choices, **shared)
    if kind == "date":
        return Day(field.label, latest=today, **shared)
    if kind == "days":
        return Decimal2(field.label, unit=field.unit, **shared)
    shared |= {"most": MOST_MONTHS} if kind == "months" else {}
    return Whole(field.label, unit=field.unit, **shared)


def _not_above(field: Field, whole: Field) -> Any:
    def validate(self: AnswerForm, one: Any) -> None:
        total = self[whole.name].data
        if one.data is not None and total is not None and one.data > total:
            raise ValidationError(
                f"{field.called} cannot be more than {whole.called[:1].lower()}{whole.called[1:]}"
            )

    return validate


@cache
def form_of(question: str) -> type[AnswerForm]:
    """The form class of a question, made once."""
    fields = wording().questions[question]
    parts: dict[str, Any] = {"fields": fields}
    by_key = {field.key: field for field in fields}
    for field in fields:
        parts[field.name] = _field(field)
        if field.asked.of:
            parts[f"validate_{field.name}"] = _not_above(field, by_key[field.asked.of])
    parts["reason"] = Reason(
        "Why is today’s answer corrected?",
        called="The reason",
        max=2000,
        rows=2,
        hint="Only when you change what was answered today. Both answers stay in the history",
    )
    return type("QuestionForm", (AnswerForm,), parts)
