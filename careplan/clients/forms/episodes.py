"""Allocation and triage, interventions."""

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from careplan.clients.forms.people import consent_day
from careplan.clients.labels import ENDINGS, KINDS, PRIORITIES, SOURCES
from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, Hidden, Radios, Reason, Select, YesNo

NOBODY = "nobody"
"""The choice that empties the keyworker: an answer of its own, so that nothing sent is never taken for it."""


class AllocateForm(Form):
    """Who keeps the case, when it was triaged, and what may change about a referral."""

    keyworker = Select(
        "Keyworker", required="Select a keyworker, or select “Nobody yet”", blank="Select a keyworker"
    )
    triaged_on = Day(
        "Triaged on (optional)",
        called="Day of triage",
        hint="Completing a triage assessment fills this by itself",
        latest=today,
    )
    priority = Select("Priority (optional)", called="Priority", choices=PRIORITIES, blank="Not recorded")
    ndtms_consent = YesNo(
        "Does the client agree that details go to the national drug treatment monitoring system? (optional)",
        called="Consent to national monitoring",
    )
    ndtms_consent_on = Day(
        "On which day did the client say so? (optional)",
        called="The day of consent",
        hint="Leave empty if it is today",
        latest=today,
    )

    def validate_ndtms_consent_on(self, field: Any) -> None:
        """A day is that of an answer."""
        consent_day(self.ndtms_consent, field)


class StepsForm(Form):
    """The days that come after referral; each is filled once."""

    first_offered_on = Day(
        "First appointment offered for",
        called="First appointment offered",
        hint="The day of the first appointment the client could have come to. Leave empty if none is offered yet",
        latest=today,
    )
    started_on = Day("Started on", called="Start", hint="Leave empty if it has not started", latest=today)
    ended_on = Day("Ended on", called="End", hint="Leave empty while it goes on", latest=today)
    ending = Radios("How did it end?", called="How it ended", choices=ENDINGS)

    def validate_ending(self, field: Any) -> None:
        """An end has a manner, and a manner has a day."""
        if self.ended_on.data and not field.data and not field.process_errors:
            raise ValidationError("Select how it ended")
        if field.data and not self.ended_on.data and not self.ended_on.errors:
            raise ValidationError("Enter the day it ended, or leave how it ended empty")


class InterventionForm(StepsForm):
    """What the client is referred to."""

    kind = Select("Treatment", required="Select the treatment", called="Treatment", choices=KINDS)
    referred_on = Day(
        "Referred on",
        required="Enter the day of referral to this treatment",
        called="Day of referral",
        latest=today,
        too_late="Day of referral must be today or in the past",
    )


class WhyForm(Form):
    """Why something is corrected; `confirmed` says which moves of waits and clocks were shown."""

    confirmed = Hidden()
    reason = Reason(
        "Why is this corrected?",
        required="Enter why this is corrected",
        called="Why this is corrected",
        max=1000,
    )

    def unseen(self, moves: Sequence[str]) -> bool:
        """Whether it moves something that was not shown yet; the form then goes back with it."""
        mark = "; ".join(moves)
        seen = (self.confirmed.data or "") == mark
        self.confirmed.process_data(mark)
        return not seen


class CorrectForm(WhyForm, InterventionForm):
    """The whole row again, and why."""


class CorrectReferralForm(WhyForm):
    """The day and source of a referral, and the day of its triage."""

    referred_on = Day(
        "Referred on", required="Enter the day of referral", called="Day of referral", latest=today
    )
    referral_source = Select(
        "Source of the referral", required="Select the source of the referral", choices=SOURCES
    )
    triaged_on = Day("Triaged on (optional)", called="Day of triage", latest=today)
