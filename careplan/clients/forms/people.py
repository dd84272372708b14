"""Finding, registering and describing a client."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.clients.rules.people import name_parts, postcode, under_age
from careplan.clients.rules.words import ETHNICITIES, PRIORITIES, SEXES, SOURCES
from careplan.ground.clock import today
from careplan.ground.dates import age_on
from careplan.ui.fields import Day, Form, Hidden, NhsNumber, Radios, Select, Text, TickBox
from careplan.ui.words import counted


class SearchForm(Form):
    """Any of the three is enough; together they narrow."""

    drafted = False

    name = Text("Name", called="Name", max=100, hint="Part of a name is enough, in any order", width=20)
    born = Day("Date of birth", called="Date of birth", hint="For example, 14 7 1985", latest=today)
    nhs_number = NhsNumber("NHS number", called="NHS number", hint="10 digits, for example 999 000 0018")

    def validate_name(self, field: Any) -> None:
        """A name needs a letter or number to look for."""
        if field.data and not name_parts(field.data):
            raise ValidationError("Enter letters of the name")

    def validate_born(self, field: Any) -> None:
        """At least one of the three."""
        if not (self.name.data or self.name.typed or field.data or self.nhs_number.typed):
            raise ValidationError("Enter a name, a date of birth or an NHS number")


class DetailsFields(Form):
    """What finds a client again."""

    first_name = Text("First name", required="Enter the first name", called="First name", max=70, width=20)
    last_name = Text("Last name", required="Enter the last name", called="Last name", max=70, width=20)
    date_of_birth = Day(
        "Date of birth",
        required="Enter the date of birth",
        called="Date of birth",
        hint="For example, 14 7 1985",
        latest=today,
        too_late="Date of birth must be in the past",
    )
    sex = Radios("Gender", required="Select the gender", called="Gender", choices=SEXES)
    ethnicity = Select("Ethnicity (optional)", called="Ethnicity", choices=ETHNICITIES, blank="Not recorded")
    nhs_number = NhsNumber(
        "NHS number (optional)", called="NHS number", hint="10 digits, for example 999 000 0018"
    )
    postcode = Text(
        "Postcode (optional)",
        called="Postcode",
        max=10,
        width=10,
        hint="For no fixed address, enter ZZ99 3VZ",
    )
    young = TickBox("The date of birth is right, the client is under 18")

    def asks_age(self, on: date) -> bool:
        """Whether the client is under 18 on the day and nobody has said yet that this is so."""
        born = self.date_of_birth.data
        if self.young.data or not under_age(born, on):
            return False
        years = counted(age_on(born, on), "year")
        self.young.errors = [
            f"Check the date of birth: the client would be {years} old. Correct it or tick below"
        ]
        return True

    def validate_first_name(self, field: Any) -> None:
        """A name has letters."""
        if field.data and not name_parts(field.data):
            raise ValidationError(f"{field.called} must include letters")

    validate_last_name = validate_first_name

    def validate_postcode(self, field: Any) -> None:
        """As BS 7666 writes it, whatever the spaces and capitals."""
        if not field.data:
            return
        written = postcode(field.data)
        if written is None:
            raise ValidationError("Postcode must be a full UK postcode, like LS1 4AP, or ZZ99 3VZ")
        field.data = written


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
    referral_source = Select(
        "Who referred the client?",
        required="Select who referred the client",
        called="Who referred the client",
        choices=SOURCES,
    )
    priority = Select("Priority (optional)", called="Priority", choices=PRIORITIES, blank="Not recorded")
    keyworker = Select("Keyworker (optional)", called="Keyworker", blank="Nobody yet")
    ndtms_consent = Radios(
        "Does the client agree that details go to the national drug treatment monitoring system? (optional)",
        called="Consent to national monitoring",
        choices={"yes": "Yes", "no": "No"},
        inline=True,
    )


class RegisterForm(DetailsFields, ReferralFields):
    """A new client with a first referral; `different` names the records that were shown and are somebody else."""

    different = Hidden()

    def validate_referred_on(self, field: Any) -> None:
        """Nobody is referred before birth."""
        born = self.date_of_birth.data
        if field.data and born and field.data < born:
            raise ValidationError("Day of referral must be on or after the date of birth")


class ReferralForm(ReferralFields):
    """A further episode of a client who is known; `born` is set by the view."""

    born: date | None = None

    def validate_referred_on(self, field: Any) -> None:
        """Nobody is referred before birth."""
        if field.data and self.born and field.data < self.born:
            raise ValidationError("Day of referral must be on or after the date of birth")


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
        if field.data and self.referred_on and field.data > self.referred_on:
            raise ValidationError("Date of birth must be on or before the day of referral")

    def validate_deceased_on(self, field: Any) -> None:
        """Death comes after birth and after the referral."""
        if field.data and self.date_of_birth.data and field.data < self.date_of_birth.data:
            raise ValidationError("Date of death must be on or after the date of birth")
        if field.data and self.referred_on and field.data < self.referred_on:
            raise ValidationError("Date of death must be on or after the day of referral")
