"""Finding, registering and describing a client."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.clients.forms.details import DetailsFields
from careplan.clients.labels import PRIORITIES, SOURCES
from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import name_parts
from careplan.ground.clock import today
from careplan.ui.fields import (
    Day,
    Form,
    Hidden,
    LongText,
    NhsNumber,
    Radios,
    SearchText,
    Select,
    Telephone,
    Text,
    YesNo,
)


class SearchForm(Form):
    """Any of the three is enough; together they narrow."""

    drafted = False

    name = SearchText(
        "Name",
        called="Name",
        max=100,
        hint="Part of a name is enough, in any order. Or the reference on a form on paper",
        width=20,
    )
    born = Day("Date of birth", called="Date of birth", hint="For example, 14 7 1985", latest=today)
    nhs_number = NhsNumber("NHS number", called="NHS number", hint="10 digits, for example 999 000 0018")

    def validate_name(self, field: Any) -> None:
        """At least one of the three; a name needs a letter or number to look for."""
        if field.data and not name_parts(field.data):
            raise ValidationError("Enter letters of the name")
        if not (field.data or field.typed or any(self.born.parts.values()) or self.nhs_number.typed):
            raise ValidationError("Enter a name, a date of birth or an NHS number")


class ReferralFields(Form):
    """How the client came to the service. The view sets the choices of service and keyworker."""

    service = Radios("Service", required="Select the service", called="Service")
    referred_on = Day(
        "Referred on",
        required="Enter the day of referral",
        called="Day of referral",
        latest=today,
        too_late="Day of referral must be today or in the past",
    )
    referral_source = Radios(
        "Who referred the client?",
        required="Select who referred the client",
        called="Who referred the client",
        choices=SOURCES,
        inline=True,
    )
    priority = Select("Priority (optional)", called="Priority", choices=PRIORITIES, blank="Not recorded")
    keyworker = Select("Keyworker (optional)", called="Keyworker", blank="Nobody yet")
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
    referrer = Text(
        "Name and organisation (optional)",
        called="Who refers",
        max=200,
        hint="For example, Dr Example, Example Surgery. Leave empty where the client came alone",
    )
    referrer_telephone = Telephone("Their telephone (optional)", called="Their telephone", max=60)
    client_agrees = YesNo("Does the client know of it and agree?", called="Whether the client agrees")
    referral_words = LongText(
        "Why do they refer, and what do they ask for? (optional)", called="Why they refer", max=4000, rows=4
    )

    def validate_ndtms_consent_on(self, field: Any) -> None:
        """A day is that of an answer."""
        consent_day(self.ndtms_consent, field)

    def validate_referrer(self, field: Any) -> None:
        """What is written down of a referral from outside names who refers."""
        rest = (self.referrer_telephone.data, self.referral_words.data, self.client_agrees.data)
        if not field.data and any(one is not None for one in rest):
            raise ValidationError(
                "Enter who refers, or delete what you entered about the referral from outside"
            )

    def validate_client_agrees(self, field: Any) -> None:
        """Asked wherever somebody else refers."""
        if self.referrer.data and field.data is None and not field.process_errors:
            raise ValidationError("Select whether the client knows of the referral and agrees")

    @property
    def outside(self) -> dict[str, Any] | None:
        """What was said about who refers, by the columns of its register; None where nobody outside does."""
        if not self.referrer.data:
            return None
        names = {"referrer": "referrer", "telephone": "referrer_telephone", "agrees": "client_agrees"}
        return {column: self[name].data for column, name in (names | {"words": "referral_words"}).items()}


def consent_day(consent: Any, field: Any) -> None:
    """Give an answer without a day today's; a day without an answer says so."""
    if field.data is None and not field.process_errors and consent.data is not None:
        field.data = today()
    elif field.data is not None and consent.data is None and not consent.process_errors:
        raise ValidationError("Select what the client says, or leave the day empty")


def _after_birth(birth: Birth | None, field: Any) -> None:
    born = birth and birth.counted_from
    if field.data and born and field.data < born:
        raise ValidationError("Day of referral must be on or after the date of birth")


class RegisterForm(DetailsFields, ReferralFields):
    """A new client with a first referral; `different` names the records that were shown and are somebody else."""

    different = Hidden()
    without_number = Hidden()

    @classmethod
    def after(cls, search: SearchForm) -> "RegisterForm":
        """An empty form but for what was searched for: the last word of a name is the last name."""
        *first, last = (search.name.data or "").split() or [""]
        names = {"first_name": " ".join(first), "last_name": last} if first else {"first_name": last}
        number = search.nhs_number.data
        return cls(formdata=None, data=names | {"date_of_birth": search.born.data, "nhs_number": number})

    def validate_referred_on(self, field: Any) -> None:
        """Nobody is referred before birth."""
        _after_birth(self.birth, field)


class ReferralForm(ReferralFields):
    """A further episode of a client who is known; `birth` is set by the view."""

    birth: Birth | None = None

    def validate_referred_on(self, field: Any) -> None:
        """Nobody is referred before birth."""
        _after_birth(self.birth, field)


class EditForm(DetailsFields):
    """The client's details, by version; `referred_on` is set by the view."""

    referred_on: date | None = None
    deceased_on = Day(
        "Date of death (optional)",
        called="Date of death",
        hint="Leave empty while the client is alive",
        latest=today,
    )

    def validate_date_of_birth(self, field: Any) -> None:
        """Birth comes before everything recorded."""
        super().validate_date_of_birth(field)
        if field.data and self.referred_on and field.data > self.referred_on:
            raise ValidationError("Date of birth must be on or before the day of referral")

    def validate_birth_year(self, field: Any) -> None:
        """Birth comes before everything recorded."""
        super().validate_birth_year(field)
        if field.data and self.referred_on and field.data > self.referred_on.year:
            raise ValidationError(
                f"Year of birth must be {self.referred_on.year}, the year of referral, or before"
            )

    def validate_deceased_on(self, field: Any) -> None:
        """Death comes after birth and after the referral."""
        born = self.birth and self.birth.counted_from
        if field.data and born and field.data < born:
            raise ValidationError("Date of death must be on or after the date of birth")
        if field.data and self.referred_on and field.data < self.referred_on:
            raise ValidationError("Date of death must be on or after the day of referral")
