"""Ordering a dose, and setting the week."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.codes import FORMULATIONS, Drug, Formulation, Phase
from careplan.prescribing.labels import FORMULATION_WORDS, PHASES
from careplan.prescribing.rules.agreeing import Colleague, Outside, Second, outside_problems
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.rules.week import WEEKDAYS, Week
from careplan.ui.fields import Checkboxes, Day, Decimal2, Form, Hidden, Person, Radios, Reason, Select, Text

OUTSIDE = "outside"
"""The answer that names nobody of the service."""


class OrderForm(Form):
    """A dose from a day on; what the rules ask for comes with it."""

    daily_mg = Decimal2("New daily dose", unit="mg", required="Enter the dose", least=0, most=1000)
    formulation = Radios("Formulation", coerce=Formulation, required="Select the formulation")
    effective_on = Day("From which day", required="Enter the day from which the dose holds", called="The day")
    phase = Radios("Phase", choices=PHASES, coerce=Phase, required="Select the phase", inline=True)
    correction_reason = Reason("Why is the other order replaced?", rows=2, max=2000)
    reason = Reason("Reason", rows=3, max=2000)
    second_prescriber = Select(
        "Second prescriber",
        blank="Select a colleague",
        hint="They read the whole order and agree with their own password, here or later from their Today",
    )
    outside_name = Person("Name", called="The name of the colleague from outside", max=200)
    outside_registration = Text(
        "Registration number",
        called="The registration number",
        max=40,
        width=20,
        hint="GMC, NMC or GPhC number",
    )
    outside_reached = Reason(
        "How and when were they reached?",
        called="How they were reached",
        rows=2,
        max=500,
        hint="For example: by telephone on 0191 498 0000, today at 10.40am",
    )
    confirmed = Hidden()

    colleagues: Mapping[str, str] = MappingProxyType({})
    here: frozenset[str] = frozenset()

    @classmethod
    def of(cls, drug: Drug, colleagues: Mapping[str, str], here: Iterable[str]) -> "OrderForm":
        """The form with the formulations of the drug; `colleagues` are those who may agree, names by id.

        `here` are the names of all who work at the service: none of them is from outside.
        """
        form = cls()
        form.here = frozenset(here)
        form.formulation.choices = {one: FORMULATION_WORDS[one] for one in FORMULATIONS[drug]}
        form.colleagues = colleagues
        if drug is Drug.BUPRENORPHINE:
            form.daily_mg.label.text = "New dose"
            form.daily_mg.hint = "Of a day; of a depot, the milligrams of one injection"
        form.second_prescriber.choices = {**colleagues, OUTSIDE: "A colleague from outside this service"}
        return form

    @property
    def second(self) -> Second | None:
        """Who agrees, or None where nobody is named (yet)."""
        chosen = self.second_prescriber.data
        if chosen == OUTSIDE:
            return self.outside
        return Colleague(chosen, self.colleagues[chosen]) if chosen in self.colleagues else None

    @property
    def outside(self) -> Outside:
        """What was entered of a colleague from outside."""
        name, number, reached = (
            self[f"outside_{part}"].data or "" for part in ("name", "registration", "reached")
        )
        return Outside(name, number, reached)

    def _outside_problem(self, field: Any) -> None:
        if self.second_prescriber.data == OUTSIDE:
            listed = set(self.colleagues.values())
            here = {name: name in listed for name in sorted(self.here | listed)}
            problems = outside_problems(self.outside, here, standard(today()))
            if field.name in problems:
                raise ValidationError(problems[field.name])

    validate_outside_name = validate_outside_registration = validate_outside_reached = _outside_problem

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
        "Reason for fewer supervised days",
        rows=3,
        max=2000,
        hint="For example: work, no pharmacy open on Sunday, caring for somebody, low risk",
    )
    correction_reason = Reason("Why is the other week replaced?", rows=2, max=2000)

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
