"""Logging doses: one of any day, a correction, a day's round."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ground.dates import iso_day
from careplan.prescribing.codes import DEPOTS, Source
from careplan.prescribing.forms import SHORT, ten
from careplan.prescribing.labels import INJECTION_LOG, SOURCES, WHAT
from careplan.prescribing.rules.entries import STATUS
from careplan.prescribing.rules.facts import COVERS, Order, on_depot
from careplan.prescribing.rules.giving import GIVES
from careplan.ui.fields import Day, Decimal2, Form, Hidden, LongText, Radios, Reason, Select


def _mg() -> Decimal2:
    part = "For a part taken, enter how much, or leave empty if nobody knows"
    hint = f"Leave empty for the dose ordered for that day. {part}"
    return Decimal2("Dose", unit="mg", least=0, most=1000, hint=hint)


def _until() -> Day:
    hint = "Only where other days were handed out than the week says, as before a bank holiday"
    return Day("Handed out until", called="The last day handed out", hint=hint)


def _because() -> LongText:
    return LongText("What happened?", called="What happened", rows=3, max=2000)


class _CheckedForm(Form):
    """What is looked at once more before it is logged: the amount, the days, the answer."""

    def validate_mg(self, field: Any) -> None:
        """Nothing is not a dose, and what was not given has no amount of its own."""
        status = STATUS.get(self.what.data or "")
        if status is None or field.data is None:
            return
        if status in GIVES and field.data == 0:
            raise ValidationError("0 mg is no dose. Select missed, refused, withheld or not supplied")
        if status not in GIVES and field.data > 0:
            raise ValidationError("Leave the dose empty: nothing was given")

    def validate_until(self, field: Any) -> None:
        """Only what was given lasts."""
        if field.data is not None and STATUS.get(self.what.data or "") not in COVERS:
            raise ValidationError("Leave the last day empty: nothing was handed out")

    def mark(self, on: date) -> str:
        """What was asked about, so that another dose is asked about anew."""
        amount = self.mg.typed if self.mg.data is not None else ""
        return "|".join((str(on), str(self.what.data), amount, str(self.until.data or "")))

    def answer(self, on: date) -> str:
        """The answer to what was asked about this very dose; empty before it was asked."""
        return (self.because.data or "") if self.confirmed.data == self.mark(on) else ""


class DoseForm(_CheckedForm):
    """One dose of any day up to today."""

    on = Day(
        "Day of the dose",
        required="Enter the day of the dose",
        latest=today,
        hint="For days handed out early, the day they were handed out",
    )
    what = Radios("What became of it", choices=WHAT, required="Select what became of the dose")
    source = Radios(
        "How do we know?", choices=SOURCES, coerce=Source, required="Select how we know", called="How we know"
    )
    mg = _mg()
    until = _until()
    note = LongText("Note", rows=2, max=1000)
    because = _because()
    confirmed = Hidden()

    @classmethod
    def of(cls, orders: tuple[Order, ...]) -> "DoseForm":
        """The form of a course with these orders: of a depot, a dose is an injection."""
        form, depots = cls(), {order.formulation in DEPOTS for order in orders}
        if depots == {True}:
            form.what.choices = INJECTION_LOG
        elif True in depots:
            form.what.choices = WHAT | {"S": f"{WHAT['S']}; of a depot, injected here"}
        return form

    def begin(self, codes: Mapping[str, str], on: date) -> None:
        """The day and the key that an address names, else today."""
        try:
            named = iso_day(codes.get("on", ""))
        except ValueError:
            named = on
        self.on.process_data(min(named, on))
        if codes.get("what") in WHAT:
            self.what.process_data(codes["what"])
            self.source.process_data(Source.OWN)


class CorrectForm(_CheckedForm):
    """The right entry in the place of a wrong one."""

    what = Radios("What really became of the dose", choices=WHAT, required="Select what became of the dose")
    mg = _mg()
    until = _until()
    reason = Reason("What was wrong?", [ten], required=SHORT, called="What was wrong", rows=2, max=2000)
    because = _because()
    confirmed = Hidden()

    @classmethod
    def of(cls, orders: tuple[Order, ...], on: date) -> "CorrectForm":
        """The form of a dose of the day: under a depot order, an injection."""
        form = cls()
        if on_depot(orders, on):
            form.what.choices = INJECTION_LOG
        return form


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
