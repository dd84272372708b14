"""Logging doses: one of any day, a correction, a day's round."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from careplan.ground.clock import today
from careplan.prescribing.codes import Source
from careplan.prescribing.forms.words import SHORT, SOURCES, WHAT, ten
from careplan.ui.fields import Day, Decimal2, Form, LongText, Radios, Reason, Select


class DoseForm(Form):
    """One dose of any day up to today."""

    on = Day("Dose meant for", required="Enter the day the dose was meant for", latest=today)
    what = Radios("What became of it", choices=WHAT, required="Select what became of the dose")
    source = Radios(
        "How do we know?", choices=SOURCES, coerce=Source, required="Select how we know", called="How we know"
    )
    mg = Decimal2("Dose", unit="mg", least=0, most=1000, hint="Leave empty for the dose ordered for that day")
    note = LongText("Note", rows=2, max=1000)


class CorrectForm(Form):
    """The right entry in the place of a wrong one."""

    what = Radios("What really became of the dose", choices=WHAT, required="Select what became of the dose")
    mg = Decimal2("Dose", unit="mg", least=0, most=1000, hint="Leave empty for the dose ordered for that day")
    reason = Reason("What was wrong?", [ten], required=SHORT, called="What was wrong", rows=2, max=2000)


class RoundForm(Form):
    """The dose round: one select for each client whose dose of the day is not logged yet."""

    drafted: ClassVar[bool] = False

    @staticmethod
    def of(rows: Iterable[tuple[str, str, Mapping[str, str]]], **data: Any) -> "RoundForm":
        """The form of these rows (course id, client's name, choices); a field is called dose_<course id>."""
        selects = {
            f"dose_{course_id}": Select(f"Dose of {name}", choices=choices, blank="Not logged")
            for course_id, name, choices in rows
        }
        made: RoundForm = type("RoundForm", (RoundForm,), selects)(**data)
        return made

    def at_first_row(self, sentence: str) -> None:
        """Put a sentence at the first client who can still be logged; above all rows where there is none."""
        first = next((field for field in self if field.short_name.startswith("dose_")), None)
        (self.form_errors if first is None else first.errors).append(sentence)

    @property
    def chosen(self) -> dict[str, str]:
        """The answers given, by course id."""
        return {
            field.short_name.removeprefix("dose_"): str(field.data)
            for field in self
            if field.short_name.startswith("dose_") and field.data
        }
