"""Ordering a dose, and setting the week."""

from collections.abc import Iterable
from typing import Any

from wtforms.validators import ValidationError

from careplan.prescribing.codes import FORMULATIONS, Drug, Formulation, Phase
from careplan.prescribing.forms.agreeing import SecondForm, second_fields
from careplan.prescribing.labels import FORMULATION_WORDS, PHASES
from careplan.prescribing.rules.week import WEEKDAYS, Week
from careplan.ui.fields import Checkboxes, Day, Decimal2, Form, Hidden, Password, Radios, Reason, Select


class OrderForm(SecondForm):
    """A dose from a day on; what the rules ask for comes with it."""

    daily_mg = Decimal2("New daily dose", unit="mg", required="Enter the dose", least=0, most=1000)
    formulation = Radios("Formulation", coerce=Formulation, required="Select the formulation")
    effective_on = Day("From which day", required="Enter the day from which the dose holds", called="The day")
    phase = Radios("Phase", choices=PHASES, coerce=Phase, required="Select the phase", inline=True)
    correction_reason = Reason("Why is the other order replaced?", rows=2, max=2000)
    reason = Reason("Reason", rows=3, max=2000)
    second_prescriber, outside_name, outside_registration, outside_reached = second_fields()
    confirmed = Hidden()

    @classmethod
    def of(cls, drug: Drug) -> "OrderForm":
        """The form with the formulations of the drug."""
        form = cls()
        form.formulation.choices = {one: FORMULATION_WORDS[one] for one in FORMULATIONS[drug]}
        if drug is Drug.BUPRENORPHINE:
            form.daily_mg.label.text = "New dose"
            form.daily_mg.hint = "Of a day; of a depot, the milligrams of one injection"
        return form

    def validate_daily_mg(self, field: Any) -> None:
        """No dose is no order."""
        if field.data is not None and field.data <= 0:
            raise ValidationError("The dose must be more than 0 mg")


class WeekForm(Form):
    """Which days the client collects, and which are supervised, from a day on."""

    effective_on = Day("From which day", required="Enter the day from which the week holds", called="The day")
    collect = Checkboxes("Collects on", choices=WEEKDAYS)
    supervised = Checkboxes("Takes a dose under supervision on", choices=WEEKDAYS, called="Supervised")
    reason = Reason(
        "Reason for this week",
        rows=3,
        max=2000,
        hint="For example: work, no pharmacy open on Sunday, caring for somebody, low risk. Asked for fewer supervised "
        "days in the first months, a step that is skipped or early, and many days taken home at once",
    )
    second_prescriber = Select("Second prescriber", blank="Select a colleague")
    second_password = Password("Their password", max=1000, autocomplete="off")
    correction_reason = Reason("Why is the other week replaced?", rows=2, max=2000)

    def validate_second_password(self, field: Any) -> None:
        """Whoever is named agrees themselves, at this desk."""
        if self.second_prescriber.data and not field.data:
            raise ValidationError("The second prescriber enters their own password here")

    def week(self) -> Week:
        """The ticked days."""
        return Week(*(_marks(field.data) for field in (self.collect, self.supervised)))

    def show(self, week: Week) -> None:
        """Tick the days of a week."""
        for field, marks in ((self.collect, week.collect), (self.supervised, week.supervised)):
            field.process_data([name for name, mark in zip(WEEKDAYS, marks, strict=True) if mark == "1"])


def _marks(days: Iterable[str]) -> str:
    ticked = set(days)
    return "".join("1" if name in ticked else "0" for name in WEEKDAYS)
