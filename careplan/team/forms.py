"""A walk-in in one line, and weeks of the rota."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ui.fields import Checkboxes, Day, Form, Select, Text, TimeOfDay, Whole

WEEKDAYS = dict(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))


class WalkInForm(Form):
    """Who came and what for; the view sets the services and fills in the time."""

    service = Select("Service", required="Select the service", blank=None)
    who = Text(
        "Who is it?",
        required="Enter who it is",
        called="Who it is",
        max=200,
        hint="Name, or NHS number of a client",
    )
    words = Text("What for? (optional)", called="What they came for", max=500)
    came_at = TimeOfDay("Time", required="Enter the time", called="The time")


class RotaForm(Form):
    """Who is on duty on which weekdays, for how many weeks; the view sets the workers."""

    worker = Select(
        "Who is on duty?", required="Select who is on duty", called="Who is on duty", blank="Select a worker"
    )
    weekdays = Checkboxes(
        "On which days?",
        required="Select at least one day",
        called="Days",
        choices={str(key): words for key, words in WEEKDAYS.items()},
    )
    from_time = TimeOfDay("From", required="Enter the time from which", called="The time from which")
    until_time = TimeOfDay("Until", required="Enter the time until which", called="The time until which")
    first_on = Day("First day", required="Enter the first day", called="The first day", earliest=today)
    weeks = Whole(
        "For how many weeks?", required="Enter for how many weeks", called="The number of weeks", width=2
    )

    def validate_until_time(self, field: Any) -> None:
        """A duty ends after it begins."""
        if field.data and self.from_time.data and field.data <= self.from_time.data:
            raise ValidationError("The time until which must be after the time from which")

    def validate_weeks(self, field: Any) -> None:
        """At least one, at most half a year."""
        if field.data is not None and not 1 <= field.data <= 26:
            raise ValidationError("The number of weeks must be from 1 to 26")
