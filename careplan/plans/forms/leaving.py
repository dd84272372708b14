"""Times elsewhere, and leaving treatment."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.plans.forms.agreement import alive
from careplan.plans.forms.choices import EXITS, PAUSES
from careplan.ui.fields import Day, Form, Radios, Select, TickBox
from careplan.ui.words import day


class PauseForm(Form):
    """The client is in prison, in hospital or in residential treatment elsewhere."""

    reason = Radios("Where is the client?", choices=PAUSES, required="Select where the client is")
    from_on = Day(
        "Since when is the client there?",
        called="The first day there",
        required="Enter the first day there",
        latest=today,
    )

    referred_on: date

    died_on: date | None = None

    def about(self, referred_on: date, died_on: date | None) -> None:
        """The first day of the episode, and the day the client died."""
        self.referred_on, self.died_on = referred_on, died_on

    def validate_from_on(self, field: Any) -> None:
        """Within the episode."""
        alive(field, self.died_on)
        if field.data is not None and field.data < self.referred_on:
            raise ValidationError(
                f"The client was referred on {day(self.referred_on)}. The date cannot be earlier"
            )


class ResumeForm(Form):
    """The client is back."""

    until_on = Day(
        "When did the client come back?",
        called="The day the client came back",
        required="Enter the day the client came back",
        latest=today,
    )

    from_on: date

    def about(self, from_on: date) -> None:
        """The day the pause began."""
        self.from_on = from_on

    def validate_until_on(self, field: Any) -> None:
        """Not before the pause began."""
        if field.data is not None and field.data < self.from_on:
            raise ValidationError(f"The pause began on {day(self.from_on)}. The date cannot be earlier")


class LeaveForm(Form):
    """The end of an episode. `about` must be called before the form is checked."""

    closed_on = Day(
        "When did the client leave treatment?",
        called="The day the client left",
        required="Enter the day the client left",
        latest=today,
    )
    exit_reason = Select("Why?", called="Why", choices=EXITS, required="Select why the client left")
    end_courses = TickBox("End the open course of treatment on this day")

    earliest: date
    open_courses = 0

    def about(self, earliest: date, open_courses: int) -> None:
        """The last day on which something happened in the episode, and how many courses are open."""
        self.earliest, self.open_courses = earliest, open_courses

    def validate_closed_on(self, field: Any) -> None:
        """Not before what already happened."""
        if field.data is not None and field.data < self.earliest:
            raise ValidationError(
                f"Something in this episode happened on {day(self.earliest)}. The date cannot be earlier"
            )

    def validate_end_courses(self, field: Any) -> None:
        """A closed episode has no open course."""
        if self.open_courses and not field.data:
            raise ValidationError(
                "Tick to end the course as well. An episode cannot be closed over an open course"
            )
