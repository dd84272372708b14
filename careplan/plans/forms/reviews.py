"""Holding a review, recording an attempt."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.plans.forms.choices import STATUS_CHOICES
from careplan.plans.rules.completeness import DateFault, review_fault
from careplan.ui.fields import Choice, Day, Form, LongText, Radios
from careplan.ui.words import day

ALONE = "Say who held the review without the client. If the client did not come, record that instead"
YES_NO = [Choice("yes", "Yes"), Choice("no", "No")]


class _OfPlan(Form):
    """A day that is measured against the plan. `about` must be called before the form is checked."""

    reviewed_on = Day(
        "When was the review?", called="The date of the review", required="Enter the date of the review"
    )

    agreed_on: date
    closed_on: date | None = None

    def about(self, agreed_on: date, closed_on: date | None) -> None:
        """The first agreed plan, and the end of the episode or of the client's life."""
        self.agreed_on, self.closed_on = agreed_on, closed_on

    def validate_reviewed_on(self, field: Any) -> None:
        """From the first agreed plan up to today, within the episode."""
        if field.data is None:
            return
        fault = review_fault(field.data, self.agreed_on, self.closed_on, today())
        if fault is DateFault.IN_FUTURE:
            raise ValidationError("The date of the review must be today or in the past")
        if fault is DateFault.BEFORE_AGREED:
            raise ValidationError(f"The plan was agreed on {day(self.agreed_on)}. A review cannot be earlier")
        if fault is DateFault.AFTER_CLOSE:
            raise ValidationError("The episode had ended before this date")


class AttemptForm(_OfPlan):
    """A review to which the client did not come."""

    note = LongText(
        "What happened, and what was tried?", called="What happened", required="Enter what happened", max=2000
    )


class ReviewForm(_OfPlan):
    """A review that was held; `review_form` adds two questions for each open goal."""

    client_present = Radios(
        "Was the client there?", choices=YES_NO, required="Select whether the client was there", inline=True
    )
    note = LongText(
        "What else was said? (optional if the client was there)", called="What else was said", max=4000
    )
    next_due_on = Day("Next review", called="The next review", required="Enter the date of the next review")
    changes = Radios(
        "Does the plan have to change?",
        choices=[Choice("no", "No"), Choice("yes", "Yes", "A new version is started from this one")],
        required="Select whether the plan has to change",
    )

    latest_review: date

    def validate_note(self, field: Any) -> None:
        """A review without the client says who held it: a client who did not come leaves the review due."""
        if self.client_present.data == "no" and not (field.data or "").strip():
            raise ValidationError(ALONE)

    def validate_next_due_on(self, field: Any) -> None:
        """After the review, not after the service's own interval."""
        if field.data is None or self.reviewed_on.data is None:
            return
        if field.data <= self.reviewed_on.data:
            raise ValidationError("The next review must be after this one")
        if field.data > self.latest_review:
            raise ValidationError(f"The next review must be on or before {day(self.latest_review)}")


def review_form(goals: Sequence[str]) -> type[ReviewForm]:
    """The review form with a status and the client's view for each open goal, in the order given."""
    fields: dict[str, Any] = {"__doc__": "A review of these goals."}
    for number, wording in enumerate(goals, 1):
        fields[f"status_{number}"] = Radios(
            "Where does this goal stand?",
            called=wording,
            choices=STATUS_CHOICES,
            required=f"Select where goal {number} stands",
        )
        fields[f"view_{number}"] = LongText(
            "What does the client say? (optional)", called="What the client says", max=1000, rows=2
        )
    return type("ReviewForm", (ReviewForm,), fields)
