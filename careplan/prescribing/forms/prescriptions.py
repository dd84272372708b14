"""Issuing a prescription, and saying what became of one."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.codes import PrescriptionForm, PrescriptionStatus
from careplan.prescribing.forms import SHORT, ten
from careplan.prescribing.labels import SCRIPT_FORMS, SCRIPT_STATUSES
from careplan.ui.fields import Day, Form, Radios, Reason, Text

ENDS = (PrescriptionStatus.CANCELLED, PrescriptionStatus.LOST, PrescriptionStatus.REPLACED)
"""What a worker may say became of a prescription."""


class ScriptForm(Form):
    """A prescription; amount and formulation follow from the orders of its days."""

    form = Radios("Form", choices=SCRIPT_FORMS, coerce=PrescriptionForm, required="Select the form")
    serial = Text("Serial number", max=40, hint="As printed on the form")
    signed_on = Day("Signed on", required="Enter the day it was signed", latest=today)
    starts_on = Day("First day", required="Enter the first day", called="First day")
    ends_on = Day("Last day", required="Enter the last day", called="Last day")
    replaces = Radios("Does it replace a lost prescription?", choices={}, called="The lost prescription")
    reason = Reason("Reason", rows=2, max=2000)

    def may_replace(self, lost: Mapping[str, str]) -> None:
        """The lost prescriptions of the course, in words by their ids; no question where none is lost."""
        if lost:
            self.replaces.choices = {"": "No", **lost}
        else:
            del self.replaces

    def validate_serial(self, field: Any) -> None:
        """NHS forms are controlled stationery: each has its number."""
        if field.data is None and self.form.data in (PrescriptionForm.FP10MDA, PrescriptionForm.FP10):
            raise ValidationError("Enter the serial number of the form")


class ScriptStatusForm(Form):
    """What became of a prescription."""

    status = Radios(
        "What became of it",
        choices={one: SCRIPT_STATUSES[one] for one in ENDS},
        coerce=PrescriptionStatus,
        required="Select what became of it",
    )
    dispensed_until = Day(
        "Until which day was it dispensed? (leave empty if nothing was)",
        called="The last day dispensed",
        hint="Ask the pharmacy. A prescription in its place covers the days after",
    )
    reason = Reason("Why", [ten], required=SHORT, called="Why", rows=2, max=2000)
