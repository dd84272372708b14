"""Naming a second prescriber, answering as one, and who signed the numbers of prescribing off."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.codes import Agreed
from careplan.prescribing.labels import AGREES
from careplan.prescribing.rules.agreeing import (
    Colleague,
    Outside,
    Second,
    outside_problems,
    registration_problem,
)
from careplan.prescribing.rules.standard import standard
from careplan.ui.fields import Day, Form, Password, Person, Radios, Reason, Select, Text

NOT_THEIRS = (
    "This is not the password of {name}. After 10 tries you have to wait 15 minutes before you can try again"
)
CHANGED = "Something of this changed since the page was shown. Read it again, then answer"


class AgreeForm(Form):
    """The second prescriber's answer, under their own password."""

    drafted: ClassVar[bool] = False

    answer = Radios(
        "Do you agree?",
        choices=AGREES,
        coerce=Agreed,
        required="Select whether you agree",
        called="The answer",
    )
    words = Reason("If you do not agree: why?", called="Why you do not agree", rows=2, max=2000)
    password = Password(
        "Password",
        required="Enter the password of the second prescriber",
        max=1000,
        autocomplete="off",
    )

    def validate_words(self, field: Any) -> None:
        """Whoever ordered is told why."""
        if self.answer.data is Agreed.DECLINED and field.data is None:
            raise ValidationError("Enter why you do not agree")


OUTSIDE = "outside"
"""The answer that names nobody of the service."""


def second_fields() -> tuple[Select, Person, Text, Reason]:
    """Whom to ask: a colleague of the service, or the name, number and way of reaching one from outside."""
    return (
        Select(
            "Second prescriber",
            blank="Select a colleague",
            hint="They read it whole and agree with their own password, here or later from their Today",
        ),
        Person("Name", called="The name of the colleague from outside", max=200),
        Text(
            "Registration number",
            called="The registration number",
            max=40,
            width=20,
            hint="GMC, NMC or GPhC number",
        ),
        Reason(
            "How and when were they reached?",
            called="How they were reached",
            rows=2,
            max=500,
            hint="For example: by telephone on 0191 498 0000, today at 10.40am",
        ),
    )


class SecondForm(Form):
    """A form with these fields; `colleagues` may agree, names by id; of all `here` nobody is from outside."""

    colleagues: Mapping[str, str] = MappingProxyType({})
    here: frozenset[str] = frozenset()

    def may_ask(self, colleagues: Mapping[str, str], here: Iterable[str]) -> None:
        """Put the colleagues on the list."""
        self.colleagues, self.here = colleagues, frozenset(here)
        self.second_prescriber.choices = {**colleagues, OUTSIDE: "A colleague from outside this service"}

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


class PressForm(Form):
    """A button alone."""

    drafted: ClassVar[bool] = False


class SignOffForm(Form):
    """The clinical lead, and the day they signed."""

    lead = Person("Name of the clinical lead", required="Enter the name of the clinical lead", max=200)
    registration = Text(
        "Their registration number",
        required="Enter their registration number",
        called="The registration number",
        max=40,
        width=20,
        hint="GMC, NMC or GPhC number",
    )
    signed_on = Day("Signed on", required="Enter the day they signed", latest=today)

    def validate_registration(self, field: Any) -> None:
        """A number that may be one."""
        if field.data and (problem := registration_problem(field.data)):
            raise ValidationError(problem)
