"""The form of a step that was done to reach a client."""

from datetime import date

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, WhatWasDone


class StepForm(Form):
    """When it was done, and what came of it."""

    done_on = Day("When?", called="The day it was done", required="Enter the day it was done", latest=today)
    words = WhatWasDone(
        "What was done, and what came of it?",
        called="What was done",
        required="Enter what was done and what came of it",
        max=2000,
        rows=4,
    )

    since: date

    def validate_done_on(self, field: Day) -> None:
        """Not before the non-attendance that it follows."""
        if field.data is not None and field.data < self.since:
            raise ValidationError("The day it was done is before the appointment that was not attended")
