"""Starting, ending and reassessing."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.codes import Drug, Intent
from careplan.prescribing.forms.agreeing import SecondForm, second_fields
from careplan.prescribing.labels import DRUGS, INTENTS, TOLERANCES
from careplan.prescribing.rules.facts import Tolerance
from careplan.ui.fields import Day, Decimal2, Form, LongText, Person, Radios, Reason, Telephone, TickBox
from careplan.ui.words import YES_NO


class CourseForm(Form):
    """What a prescriber says when a course starts."""

    drug = Radios("Drug", choices=DRUGS, coerce=Drug, required="Select the drug")
    first_dose_on = Day(
        "Day of the first dose",
        required="Enter the day of the first dose",
        latest=today,
        hint="The day the first dose is taken is day 1",
    )
    intent = Radios(
        "What is the course for?",
        choices=INTENTS,
        coerce=Intent,
        required="Select what it is for",
        called="What the course is for",
    )
    tolerance = Radios(
        "Tolerance to opioids",
        choices=TOLERANCES,
        coerce=Tolerance,
        required="Select how sure you are of the tolerance",
    )
    sedatives_or_alcohol = Radios(
        "Does the client use sedatives, or drink to dependence?",
        choices=YES_NO,
        required="Select whether the client uses sedatives or drinks to dependence",
        called="Sedatives or alcohol",
        hint="Benzodiazepines, z-drugs and gabapentinoids are sedatives",
        inline=True,
    )
    verified_dose_mg = Decimal2("Confirmed daily dose", unit="mg", least=1, most=1000)
    verified_last_dose_on = Day("Day of the last confirmed dose", latest=today)
    verified_by = Person("Who confirmed it", max=200, hint="The name of the pharmacist or prescriber")
    verified_organisation = Person(
        "Their organisation", max=200, hint="For example, the pharmacy or the prison"
    )
    verified_telephone = Telephone("Their telephone", max=60)
    verified_on = Day("Day they confirmed it", latest=today)
    cross_titration_plan = LongText(
        "Plan for changing from one drug to the other",
        max=4000,
        hint="Only when a course of another drug is open",
    )

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill in what is known already; what is not known stays as it is."""
        for name, value in values.items():
            if value is not None:
                self[name].process_data(value)

    def validate_verified_by(self, _field: Any) -> None:
        """A confirmed dose is all of amount, last day, person, organisation, telephone and day, or nothing."""
        parts = {
            "the dose": self.verified_dose_mg,
            "the day of the last dose": self.verified_last_dose_on,
            "who confirmed it": self.verified_by,
            "their organisation": self.verified_organisation,
            "their telephone": self.verified_telephone,
            "the day they confirmed it": self.verified_on,
        }
        missing = [name for name, field in parts.items() if field.data is None]
        if 0 < len(missing) < len(parts) and not any(field.process_errors for field in parts.values()):
            raise ValidationError(f"A confirmed dose must include {' and '.join(missing)}")

    def validate_verified_on(self, field: Any) -> None:
        """Nobody confirms a dose before it was taken."""
        if field.data and self.verified_last_dose_on.data and field.data < self.verified_last_dose_on.data:
            raise ValidationError("The day they confirmed it must be on or after the last confirmed dose")

    def validate_verified_last_dose_on(self, field: Any) -> None:
        """The last dose elsewhere lies before the first one here."""
        if field.data and self.first_dose_on.data and field.data >= self.first_dose_on.data:
            raise ValidationError("The last confirmed dose must be before the first dose here")


class CorrectCourseForm(CourseForm):
    """What was said at the start, as it should have been said, and what was wrong."""

    reason = Reason("What was wrong?", rows=2, max=2000)

    def show(self, course: Any) -> None:
        """Fill in what is recorded."""
        names = (
            "first_dose_on",
            "verified_dose_mg",
            "verified_last_dose_on",
            "verified_by",
            "verified_organisation",
            "verified_telephone",
            "verified_on",
            "cross_titration_plan",
        )
        for name in names:
            self[name].process_data(getattr(course, name))
        for name, code in (("drug", Drug), ("intent", Intent), ("tolerance", Tolerance)):
            current = getattr(course, name)
            self[name].process_data(code(current) if current else None)
        text = {True: "yes", False: "no", None: None}[course.sedatives_or_alcohol]
        self.sedatives_or_alcohol.process_data(text)


class LookForm(Form):
    """Why somebody reads of a course at another service."""

    reason = Reason("Why must you know?", called="Why", required="Enter why you must know", max=500, rows=2)


class ReassessForm(Form):
    """What was found when the client was seen again."""

    reassessed_on = Day("Day seen", required="Enter the day you saw the client", latest=today)
    tolerance = Radios(
        "Tolerance now", choices=TOLERANCES, coerce=Tolerance, required="Select the tolerance now"
    )
    intoxicated = Radios(
        "Intoxicated when seen?",
        choices=YES_NO,
        required="Select whether the client was intoxicated",
        called="Intoxicated",
        hint="Yes withholds the dose; doses stay stopped until the client is seen again and is not intoxicated",
        inline=True,
    )
    withdrawal = LongText(
        "Signs of withdrawal", required="Enter the signs of withdrawal, or none", rows=2, max=2000
    )
    other_use = LongText(
        "Other drugs and alcohol since the last dose",
        required="Enter what else was used since the last dose, or none",
        rows=2,
        max=2000,
    )
    plan = LongText("Plan", required="Enter what happens now", rows=3, max=4000)


class CorrectEndForm(Form):
    """The right end in the place of a wrong one; none where the course goes on."""

    goes_on = Radios(
        "What is right?",
        choices={"ended": "It ended, on another day", "goes_on": "It has not ended: the course goes on"},
        required="Select whether the course ended or goes on",
        called="What is right",
    )
    ended_on = Day("First day without the course", latest=today, called="The day")
    reason = Reason("What was wrong?", rows=2, max=2000)

    def validate_ended_on(self, field: Any) -> None:
        """A course that ended did so on a day."""
        if self.goes_on.data == "ended" and field.data is None and not field.process_errors:
            raise ValidationError("Enter the day the course ended")


class EndForm(SecondForm):
    """The first day without the course, what becomes of its prescriptions, and what the rules ask for."""

    ended_on = Day(
        "First day without the course",
        required="Enter the day the course ended",
        latest=today,
        called="The day",
    )
    cancel = TickBox(
        "Cancel the prescriptions named above. I ring the pharmacy, so that nothing more is dispensed"
    )
    reason = Reason("Why does it stop in one step?", called="Why it stops", rows=3, max=2000)
    second_prescriber, outside_name, outside_registration, outside_reached = second_fields()
