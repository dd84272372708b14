"""Who signed the numbers of prescribing off."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.rules.agreeing import registration_problem
from careplan.ui.fields import Day, Form, Person, Text


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
