"""Agreeing a plan, offering a copy, ticking off what was done; holding a review, recording an attempt."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.plans.codes import AgreedHow, Copy
from careplan.plans.labels import AGREED_HOW, COPIES, STATUSES
from careplan.plans.rules.completeness import MOST_RATED, DateFault, review_fault
from careplan.ui.fields import Day, Form, LongText, Person, Radios, Reason, Text
from careplan.ui.words import YES_NO, day


def since(field: Any, first: date, words: str, died_on: date | None = None) -> None:
    """Refuse a day after the client's death or before the first possible one, which `words` tell."""
    if field.data is not None and died_on is not None and field.data > died_on:
        raise ValidationError(f"The client died on {day(died_on)}. The date cannot be later")
    if field.data is not None and field.data < first:
        raise ValidationError(f"{words} {day(first)}. The date cannot be earlier")


NOT_YET, NOT_SAID = "not_yet", "not_said"
DRAFTED, REFERRED = "The plan was drafted on", "The client was referred on"


class AgreeForm(Form):
    """How the client answered, the copy, the next review. `about` must be called before the form is checked."""

    how = Radios("How did the client answer?", choices=AGREED_HOW, required="Select how the client answered")
    signed_name = Person("Client’s name, as they type it", called="The client’s name", max=200)
    declined_because = Reason("Why does the client not agree?", called="The reason", max=1000, rows=3)
    best_interest = Reason(
        "Why is this plan in the client’s best interests, and who was asked?",
        called="The best-interest record",
        max=2000,
        rows=4,
    )
    agreed_on = Day(
        "When did the client answer?",
        called="The day the client answered",
        required="Enter the day the client answered",
    )
    no_risk_reason = Reason("Why agree the plan without it?", called="The reason", max=1000, rows=3)
    copy_taken = Radios(
        "What about a copy for the client?",
        choices={**COPIES, NOT_YET: "Not offered yet"},
        required="Select what became of the copy",
    )
    next_due_on = Day("Next review", called="The next review", required="Enter the date of the next review")
    next_review = Text("Who will be at that review? (optional)", called="Who will be at that review", max=200)

    drafted_on: date
    latest_review: date
    risk_needed = False
    died_on: date | None = None

    def about(self, drafted_on: date, latest_review: date, risk_needed: bool) -> None:
        """What the day is measured against, and whether a recent risk assessment is missing."""
        self.drafted_on, self.latest_review, self.risk_needed = drafted_on, latest_review, risk_needed

    def validate_signed_name(self, field: Any) -> None:
        """A signature on the screen is a name, typed by the client."""
        if self.how.data == AgreedHow.ON_SCREEN and not field.data:
            raise ValidationError("Ask the client to type their name")

    def validate_declined_because(self, field: Any) -> None:
        """A refusal is recorded with its reason."""
        if self.how.data == AgreedHow.DECLINED and not field.data:
            raise ValidationError("Enter why the client does not agree")

    def validate_best_interest(self, field: Any) -> None:
        """A best-interest decision is recorded with its grounds."""
        if self.how.data == AgreedHow.LACKS_CAPACITY and not field.data:
            raise ValidationError("Enter why this plan is in the client’s best interests")

    def validate_no_risk_reason(self, field: Any) -> None:
        """No recent risk assessment: a reason, never a block."""
        if self.risk_needed and not field.data:
            raise ValidationError("Enter why the plan is agreed without a recent risk assessment")

    def validate_agreed_on(self, field: Any) -> None:
        """From the day of the draft up to today."""
        since(field, self.drafted_on, DRAFTED, self.died_on)
        if field.data is not None and field.data > today():
            raise ValidationError("The date must be today or in the past")

    def validate_next_due_on(self, field: Any) -> None:
        """After the day of agreeing, not after the limit."""
        if field.data is None:
            return
        if self.agreed_on.data is not None and field.data <= self.agreed_on.data:
            raise ValidationError("The next review must be after the day the plan is agreed")
        if field.data > self.latest_review:
            raise ValidationError(f"The next review must be on or before {day(self.latest_review)}")

    @property
    def offered(self) -> Copy | None:
        """What became of the copy that was offered on the day of the answer; None where none was."""
        return None if self.copy_taken.data == NOT_YET else Copy(self.copy_taken.data)

    @property
    def note(self) -> str | None:
        """The words that belong to the answer."""
        reasons = {AgreedHow.DECLINED: self.declined_because, AgreedHow.LACKS_CAPACITY: self.best_interest}
        field = reasons.get(self.how.data)
        return None if field is None else field.data


class _SinceDraft(Form):
    """A day from the draft of the plan up to today."""

    drafted_on: date
    died_on: date | None = None

    def about(self, drafted_on: date, died_on: date | None) -> None:
        """The day the plan was drafted, and the day the client died."""
        self.drafted_on, self.died_on = drafted_on, died_on


class CopyForm(_SinceDraft):
    """The offer of a copy, and what became of it."""

    taken = Radios("What did the client choose?", choices=COPIES, required="Select what the client chose")
    offered_on = Day(
        "When was the copy offered?",
        called="The day the copy was offered",
        required="Enter the day the copy was offered",
        latest=today,
    )

    def validate_offered_on(self, field: Any) -> None:
        """Not before the plan."""
        since(field, self.drafted_on, DRAFTED, self.died_on)


class DoneForm(_SinceDraft):
    """The day something was done."""

    done_on = Day(
        "When was it done?",
        called="The day it was done",
        required="Enter the day it was done",
        latest=today,
    )

    def validate_done_on(self, field: Any) -> None:
        """Not before the plan."""
        since(field, self.drafted_on, DRAFTED, self.died_on)


ONLY_CLIENT = "Only the client can say how well the plan works. Select that they did not say"
ALONE = "Say who held the review without the client. If the client did not come, record that instead"


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
    others_present = Text("Who else was there? (optional)", called="Who else was there", max=200)
    rating = Radios(
        "How well does this plan work for me?",
        called="How well the plan works",
        choices={**{str(number): str(number) for number in range(MOST_RATED + 1)}, NOT_SAID: "Did not say"},
        inline=True,
    )
    note = LongText(
        "What else was said? (optional if the client was there)", called="What else was said", max=4000
    )
    next_due_on = Day("Next review", called="The next review", required="Enter the date of the next review")
    changes = Radios(
        "Does the plan have to change?", choices=YES_NO, required="Select whether the plan has to change"
    )
    """Answered by the button that saves."""

    latest_review: date

    def validate_note(self, field: Any) -> None:
        """A review without the client says who held it: a client who did not come leaves the review due."""
        if self.client_present.data == "no" and not (field.data or "").strip():
            raise ValidationError(ALONE)

    def validate_rating(self, field: Any) -> None:
        """The client's own answer: asked of who is there, and of nobody else."""
        if self.client_present.data == "yes" and not field.data:
            raise ValidationError("Select how well the plan works for the client, or that they did not say")
        if self.client_present.data == "no" and field.data not in (None, NOT_SAID):
            raise ValidationError(ONLY_CLIENT)

    @property
    def rated(self) -> int | None:
        """How well the plan works, from 0 to `MOST_RATED`; None where the client did not say."""
        return None if self.rating.data in (None, NOT_SAID) else int(self.rating.data)

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
            f"Goal {number}: {wording}",
            called=wording,
            choices=STATUSES,
            required=f"Select where goal {number} stands",
            inline=True,
        )
        fields[f"view_{number}"] = Text(
            "What does the client say? (optional)", called="What the client says", max=1000
        )
    return type("ReviewForm", (ReviewForm,), fields)
