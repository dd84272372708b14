"""Treatment options explained with the client: what they made of each, and why."""

from collections.abc import Sequence
from typing import Any, ClassVar

from careplan.clients.labels import KINDS
from careplan.plans.codes import OptionAnswer
from careplan.plans.labels import OPTION_ANSWERS
from careplan.plans.rules.options import Option, unexplained
from careplan.ui.fields import Form, LongText, Radios, Text

CHOICES = {**OPTION_ANSWERS, "not_explained": "Not explained"}
"""What can be ticked: the last takes an answer back."""


def _answer(field: Any) -> OptionAnswer | None:
    return OptionAnswer(field.data) if field.data in OPTION_ANSWERS else None


class OptionsForm(Form):
    """What was explained, and an answer and a reason for each option that `options_form` adds."""

    information_given = LongText("What was explained, and given to take away (optional)", max=2000, rows=3)

    listed: ClassVar[Sequence[Option]] = ()

    def row(self, option: Option) -> tuple[Any, Any]:
        """The fields of an option: what the client made of it, and why."""
        return self[f"answer_{option.kind}"], self[f"why_{option.kind}"]

    def show(self, rows: Sequence[Any]) -> None:
        """Fill in what the draft holds; a form that was typed into keeps its own."""
        saved = {one.option: one for one in rows}
        for option in () if self.from_draft or self.is_submitted() else self.listed:
            if one := saved.get(option.kind):
                for field, value in zip(self.row(option), (one.answer, one.why), strict=True):
                    field.process_data(value)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what belongs together."""
        super().validate(extra_validators)
        for option in self.listed:
            answer, why = self.row(option)
            if not answer.errors and (sentence := unexplained(answer.words, _answer(answer), why.data)):
                field = why if _answer(answer) else answer
                field.errors = field.errors or [sentence]
        return not any(one.errors for one in self)

    def explained(self) -> list[tuple[str, str, str, str | None]]:
        """Option, words, answer and reason of each that was explained."""
        rows = ((one, *self.row(one)) for one in self.listed)
        return [
            (one.kind.value, one.words, given.value, why.data)
            for one, answer, why in rows
            if (given := _answer(answer))
        ]


def options_form(listed: Sequence[Option]) -> type[OptionsForm]:
    """The form with a row for each option, in the order given."""
    fields: dict[str, Any] = {"__doc__": "Treatment options.", "listed": listed}
    for one in listed:
        name = KINDS[one.kind]
        fields[f"answer_{one.kind}"] = Radios(name, called=name, choices=CHOICES, inline=True)
        fields[f"why_{one.kind}"] = Text(f"{name}: why, in the client’s words", called="Why", max=300)
    return type("OptionsForm", (OptionsForm,), fields)
