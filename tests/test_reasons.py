"""Every field of every room that asks why takes words, and nothing else."""

from collections.abc import Iterator

from flask import Flask

from careplan.ui.fields import Form, LongText, Reason, Text

WHY = ("reason", "because", "no_action", "best_interest")

JUDGED_BY_RULE = {f"careplan.prescribing.forms.doses.{form}.because" for form in ("DoseForm", "CorrectForm")}
"""What became of a dose is judged beside what was asked about, not in the form: the page in large type stays
(tests/prescribing/test_double_checks.py refuses one letter repeated there)."""


def kinds(of: type[Form]) -> Iterator[type[Form]]:
    for one in of.__subclasses__():
        yield one
        yield from kinds(one)


def test_every_field_that_asks_why_wants_words(application: Flask) -> None:
    assert application
    asked = {
        f"{form.__module__}.{form.__name__}.{name}": made.field_class
        for form in kinds(Form)
        if form.__module__.startswith("careplan.")
        for name in dir(form)
        if (made := getattr(form, name, None)) is not None and hasattr(made, "field_class")
        if name.endswith(WHY) and issubclass(made.field_class, (LongText, Text))
    }
    assert len(asked) > 12
    unjudged = {name for name, made in asked.items() if not issubclass(made, Reason)}
    assert unjudged == JUDGED_BY_RULE
