"""Forms of the diary: booking, what came of an appointment, moving it, setting an outcome right."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wtforms.validators import ValidationError

from careplan.clients.codes import AppointmentOutcome
from careplan.clients.labels import KINDS, OUTCOMES, PURPOSES
from careplan.contacts.labels import EVERY, WHO_ASKED
from careplan.contacts.rules.diary import Booking, Outcome, Stay, day_fault, past_fault
from careplan.contacts.rules.standard import DIARY
from careplan.ground.clock import london, moment_of, now, today
from careplan.ui.fields import (
    Day,
    Form,
    Hidden,
    LongText,
    Radios,
    Reason,
    Select,
    Text,
    TimeOfDay,
    Whole,
    YesNo,
)

if TYPE_CHECKING:
    from careplan.clients.models import Episode

CAME: dict[str, str] = {
    one: OUTCOMES[one] for one in (AppointmentOutcome.ATTENDED, AppointmentOutcome.DID_NOT_ATTEND)
}


class _When(Form):
    """A day and a time that may come."""

    day = Day("Day", called="The day of the appointment", required="Enter the day of the appointment")
    at = TimeOfDay("Time", called="The time", required="Enter the time", hint="For example, 2.30pm")

    stay: Stay

    def about(self, episode: "Episode") -> None:
        """Whose appointment it is."""
        client = episode.client
        self.stay = Stay(client.birth.earliest, episode.referred_on, client.deceased_on)

    def validate_day(self, field: Day) -> None:
        """Not before the birth or the referral or after a death, and not further ahead than anybody plans."""
        ahead = DIARY.on(today()).ahead_days
        if fault := day_fault(field.data, stay=self.stay, today=today(), ahead_days=ahead):
            raise ValidationError(fault)


class BookForm(_When):
    """An appointment, or a series of them."""

    purpose = Select("What is it for?", choices=PURPOSES, required="Select what it is for", blank=None)
    worker_id = Select("With whom?", blank="Not decided yet")
    minutes = Whole(
        "How long? (optional)",
        called="How long",
        least=5,
        most=DIARY.latest.longest_minutes,
        unit="minutes",
        width=4,
    )
    place = Text("Room or place (optional)", called="The room or place", max=60)
    clinic = Text("Clinic (optional)", called="The clinic", max=60)
    words = Text("Note for colleagues (optional)", called="The note", max=200)
    outcome = Select(
        "What came of it, if it was before now",
        called="What came of it",
        choices=OUTCOMES,
        blank="Still to come",
    )
    every = Select("Repeat (optional)", called="Repeat", choices=EVERY, blank="Once")
    times = Whole(
        "How many times?", called="How many times", least=2, most=DIARY.latest.most_repeats, width=2
    )

    def among(self, workers: Mapping[str, str]) -> None:
        """With whom an appointment may be."""
        self.worker_id.choices = workers

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the moment against the clock."""
        good = bool(super().validate(extra_validators))
        if good and self.day.data and self.at.data:
            starts_at, repeats = london(moment_of(self.day.data, self.at.data)), bool(self.every.data)
            name, fault = past_fault(starts_at, self.outcome.data, now=london(now()), repeats=repeats)
            if fault:
                self[name].errors = [fault]
                return False
        return good

    def settled(self) -> Outcome | None:
        """What came of an appointment that has been; None of one to come."""
        return Outcome(self.outcome.data) if self.outcome.data else None

    def validate_times(self, field: Whole) -> None:
        """A series says how many, and how often."""
        if self.every.data and field.data is None:
            raise ValidationError("Enter how many times")
        if field.data is not None and not self.every.data:
            raise ValidationError("Select how often it repeats, or delete the number")

    def booking(self) -> Booking:
        """What is booked."""
        return Booking(**{name: self[name].data for name in Booking.__slots__ if name != "moved_from"})


class OutcomeForm(Form):
    """What came of an appointment: one press of a button in the list of a day."""

    drafted = False
    outcome = Hidden()
    late = Whole(
        "Minutes late", called="Minutes late", most=DIARY.latest.longest_minutes, unit="min late", width=2
    )
    back = Hidden()

    def settled(self) -> Outcome:
        """The outcome; only who came can have come late."""
        came = self.outcome.data == AppointmentOutcome.ATTENDED
        return Outcome(self.outcome.data, self.late.data if came else None)

    def validate_outcome(self, field: Hidden) -> None:
        """One of the codes."""
        if field.data not in tuple(AppointmentOutcome):
            raise ValidationError("Press one of the buttons that say what came of the appointment")


class PressForm(Form):
    """One press: nothing is typed."""

    drafted = False


class WhyForm(Form):
    """Why it was called off, or what is known of why the client did not come."""

    why = LongText(
        "What is known of why?", called="Why", required="Enter what is known of why", max=1000, rows=3
    )


class MoveForm(_When):
    """Another time, to come, in the place of this one."""

    outcome = Radios("Who asked for it?", choices=WHO_ASKED, required="Select who asked for it", inline=True)
    why = Text("Why? (optional)", called="Why", max=500)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the day against the clock."""
        good = bool(super().validate(extra_validators))
        if good and self.day.data and self.day.data < today():
            self.day.errors = ["This day has passed. An appointment is moved to one to come"]
            return False
        return good


class RightOutcomeForm(Form):
    """The right outcome in the place of a wrong one."""

    outcome = Radios(
        "What came of it?",
        choices={**OUTCOMES, "none": "Nothing yet: the outcome was recorded for another appointment"},
        required="Select what came of it",
    )
    late = Whole("Minutes late (optional)", called="Minutes late", most=DIARY.latest.longest_minutes, width=4)
    why = Reason("Why is it corrected?", called="The reason", required="Enter why it is corrected", max=1000)

    def settled(self) -> Outcome:
        """The outcome."""
        outcome = None if self.outcome.data == "none" else self.outcome.data
        return Outcome(outcome, self.late.data if outcome == AppointmentOutcome.ATTENDED else None)


class FirstForm(Form):
    """What came of a first appointment, and of the wait that it ends."""

    outcome = Radios(
        "Did the client come?", choices=CAME, required="Select whether the client came", inline=True
    )
    kind = Select(
        "Which treatment was offered with it?",
        called="Which treatment was offered",
        choices=KINDS,
        blank="Not decided yet",
        hint="Its wait ends with the day of this appointment",
    )
    began = YesNo("Did treatment begin on this day?", called="Whether treatment began")

    @staticmethod
    def known(name: str) -> Mapping[str, str]:
        """What an address may choose for a field."""
        return {"outcome": CAME, "kind": KINDS}[name]

    def validate_began(self, field: Any) -> None:
        """Treatment begins with who came, for a treatment that is named."""
        if field.data and not self.kind.data:
            raise ValidationError("Select which treatment began above, or select no")
        if field.data and self.outcome.data == AppointmentOutcome.DID_NOT_ATTEND:
            raise ValidationError("Select no: the client did not come")
        if field.data is None and self.kind.data and self.outcome.data == AppointmentOutcome.ATTENDED:
            raise ValidationError("Select whether treatment began on this day")
