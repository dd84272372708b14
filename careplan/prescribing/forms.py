"""Forms of the prescribing room, and the words of their errors."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.codes import FORMULATIONS, Drug, Formulation, Intent, Phase, Source
from careplan.prescribing.rules.facts import Tolerance
from careplan.prescribing.rules.week import WEEKDAYS, Week
from careplan.ui.fields import Checkboxes, Day, Decimal2, Form, Hidden, LongText, Radios, Select, Text

DRUGS = {Drug.METHADONE: "Methadone", Drug.BUPRENORPHINE: "Buprenorphine"}
INTENTS = {
    Intent.MAINTENANCE: "Maintenance",
    Intent.REDUCTION: "Reduction",
    Intent.DETOX: "Detox",
}
TOLERANCES = {
    Tolerance.ASSURED: "Assured",
    Tolerance.LOW: "Low",
    Tolerance.UNCERTAIN: "Uncertain",
}
FORMULATION_WORDS = {
    Formulation.ORAL_MIXTURE: "Oral mixture 1 mg/ml",
    Formulation.ORAL_CONCENTRATE: "Oral concentrate 10 mg/ml",
    Formulation.TABLET: "Tablets",
    Formulation.INJECTABLE: "Injectable",
    Formulation.SUBLINGUAL: "Sublingual tablets",
    Formulation.SUBLINGUAL_WITH_NALOXONE: "Sublingual tablets with naloxone",
    Formulation.LYOPHILISATE: "Oral lyophilisate",
    Formulation.DEPOT_WEEKLY: "Weekly depot injection",
    Formulation.DEPOT_MONTHLY: "Monthly depot injection",
}
PHASES = {
    Phase.INDUCTION: "Induction",
    Phase.MAINTENANCE: "Maintenance",
    Phase.REDUCTION: "Reduction",
    Phase.DETOX: "Detox",
}
YES_NO = {"yes": "Yes", "no": "No"}
SOURCES = {
    Source.OWN: "We saw it here",
    Source.PHARMACY: "The pharmacy reported it; it already happened",
}
WHAT = {
    "S": "S: taken supervised",
    "H": "H: collected to take home",
    "M": "M: missed",
    "R": "R: refused",
    "W": "W: withheld by us",
    "N": "N: not supplied, such as a pharmacy that was shut",
    "P": "P: part taken",
    "V": "V: vomited",
}
ROUND = {key: WHAT[key] for key in "SHMRW"}
STOPPED_ROUND = {
    "M": WHAT["M"],
    "R": WHAT["R"],
    "W": WHAT["W"],
    "A": "A: already supplied, reported by pharmacy",
}
SHORT = "Enter a reason of 10 characters or more"
NEEDS = {
    "reason": "Enter the reason, in 10 characters or more",
    "second_prescriber": "Enter the name of the second prescriber who agreed",
}


def ten(_form: Any, field: Any) -> None:
    """A reason says something."""
    if len((field.data or "").strip()) < 10:
        raise ValidationError(SHORT)


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
    verified_by = Text("Who confirmed it", max=200, hint="For example, the pharmacist's name and pharmacy")
    cross_titration_plan = LongText(
        "Plan for changing from one drug to the other",
        max=4000,
        hint="Only when a course of another drug is open",
    )

    def validate_verified_by(self, _field: Any) -> None:
        """A confirmed dose is all of amount, last day and who confirmed it, or nothing."""
        parts = {
            "the dose": self.verified_dose_mg,
            "the day of the last dose": self.verified_last_dose_on,
            "who confirmed it": self.verified_by,
        }
        missing = [name for name, field in parts.items() if field.data is None]
        if 0 < len(missing) < 3 and not any(field.process_errors for field in parts.values()):
            raise ValidationError(f"A confirmed dose must include {' and '.join(missing)}")

    def validate_verified_last_dose_on(self, field: Any) -> None:
        """The last dose elsewhere lies before the first one here."""
        if field.data and self.first_dose_on.data and field.data >= self.first_dose_on.data:
            raise ValidationError("The last confirmed dose must be before the first dose here")


class OrderForm(Form):
    """A dose from a day on; what the rules ask for comes with it."""

    daily_mg = Decimal2("New daily dose", unit="mg", required="Enter the daily dose", least=0, most=1000)
    formulation = Radios("Formulation", coerce=Formulation, required="Select the formulation")
    effective_on = Day("From which day", required="Enter the day from which the dose holds", called="The day")
    phase = Radios("Phase", choices=PHASES, coerce=Phase, required="Select the phase", inline=True)
    correction_reason = LongText("Why does this replace the order of the same day?", rows=2, max=2000)
    reason = LongText("Reason", rows=3, max=2000)
    second_prescriber = Text("Second prescriber", max=200, hint="The colleague you discussed this with")
    confirmed = Hidden()

    @classmethod
    def of(cls, drug: Drug) -> "OrderForm":
        """The form with the formulations of the drug."""
        form = cls()
        form.formulation.choices = {one: FORMULATION_WORDS[one] for one in FORMULATIONS[drug]}
        return form

    def validate_daily_mg(self, field: Any) -> None:
        """No dose is no order."""
        if field.data is not None and field.data <= 0:
            raise ValidationError("Daily dose must be more than 0 mg")


class WeekForm(Form):
    """Which days the client collects, and which are supervised, from a day on."""

    effective_on = Day("From which day", required="Enter the day from which the week holds", called="The day")
    collect = Checkboxes("Collects on", choices=WEEKDAYS)
    supervised = Checkboxes("Takes a dose under supervision on", choices=WEEKDAYS, called="Supervised")
    reason = LongText("Reason for fewer supervised days", rows=3, max=2000)

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


class EndForm(Form):
    """The first day without the course."""

    ended_on = Day(
        "First day without the course",
        required="Enter the day the course ended",
        latest=today,
        called="The day",
    )


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
    reason = LongText("What was wrong?", [ten], required=SHORT, called="What was wrong", rows=2, max=2000)


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

    @property
    def chosen(self) -> dict[str, str]:
        """The answers given, by course id."""
        return {
            field.short_name.removeprefix("dose_"): str(field.data)
            for field in self
            if field.short_name.startswith("dose_") and field.data
        }
