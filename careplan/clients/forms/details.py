"""Who a client is: names, birth, number, postcode."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.clients.codes import BirthKnown
from careplan.clients.labels import BIRTHS, ETHNICITIES, SEXES
from careplan.clients.rules.births import NOBODY_KNOWS, Birth
from careplan.clients.rules.names import ONE_NAME, name_parts
from careplan.clients.rules.people import over_age, under_age
from careplan.ground.clock import today
from careplan.ground.persons import LONGEST_NAME, name_fault
from careplan.ui.fields import Day, Form, NhsNumber, Postcode, Radios, Reason, Select, Text, TickBox, Year
from careplan.ui.words import counted

SHARED = "{} has this NHS number too. Correct the number, or say why two records keep it"


class DetailsFields(Form):
    """What finds a client again."""

    first_name = Text(
        "First name", required="Enter the first name", called="First name", max=LONGEST_NAME, width=20
    )
    last_name = Text("Last name", called="Last name", max=LONGEST_NAME, width=20)
    one_name = TickBox("The client has one name only: it is entered as the first name")
    birth_known = Radios(
        "Is the day of birth known?",
        called="Whether the date of birth is known",
        choices=BIRTHS,
        default="known",
    )
    date_of_birth = Day(
        "Date of birth",
        called="Date of birth",
        hint="For example, 14 7 1985",
        latest=today,
        too_late="Date of birth must be in the past",
    )
    birth_year = Year(
        "Year of birth, if only the year is known or estimated",
        called="Year of birth",
        least=1900,
        width=4,
        hint="For example, 1985. Leave empty if the date is known",
    )
    sex = Radios("Gender", required="Select the gender", called="Gender", choices=SEXES)
    ethnicity = Select("Ethnicity (optional)", called="Ethnicity", choices=ETHNICITIES, blank="Not recorded")
    nhs_number = NhsNumber(
        "NHS number (optional)", called="NHS number", hint="10 digits, for example 999 000 0018"
    )
    number_reason = Reason(
        "Why do two records keep this NHS number?",
        called="Why two records keep one number",
        hint="For example, the number is right here and the other service is asked to correct theirs",
    )
    postcode = Postcode(
        "Postcode (optional)",
        called="Postcode",
        max=10,
        width=10,
        hint="For no fixed address, enter ZZ99 3VZ",
    )
    young = TickBox("The date of birth is right, the client is under 18")
    old = TickBox("The date of birth is right, the client is over 120")

    @property
    def birth(self) -> Birth | None:
        """The birth as entered; None while it is not complete."""
        birth_known = self.birth_known.data or BirthKnown.KNOWN
        if birth_known == BirthKnown.UNKNOWN:
            return Birth(NOBODY_KNOWS, birth_known)
        if birth_known == BirthKnown.ESTIMATED:
            year = self.birth_year.data
            return Birth(date(year, 1, 1), birth_known) if year and year >= NOBODY_KNOWS.year else None
        return Birth(self.date_of_birth.data) if self.date_of_birth.data else None

    @property
    def family_name(self) -> str:
        """The last name as it is kept: a dash for a client with one name."""
        return self.last_name.data or ONE_NAME

    def asks_age(self, on: date) -> bool:
        """Whether the client is under 18, or over 120, on the day and nobody has said yet that this is so."""
        birth = self.birth
        if birth is not None and not self.old.data and over_age(birth, on):
            self.old.errors = [
                f"Check the date of birth: the client would be {birth.age(on)} years old. Correct it or tick below"
            ]
            return True
        if self.young.data or birth is None or not under_age(birth, on):
            return False
        years = counted(birth.age(on) or 0, "year")
        self.young.errors = [
            f"Check the date of birth: the client would be {years} old. Correct it or tick below"
        ]
        return True

    def asks_number(self, owner: str) -> bool:
        """Whether `owner`, another client of the services, has the number and nobody said why."""
        if not owner or self.number_reason.data:
            return False
        self.number_reason.errors = [SHARED.format(owner)]
        return True

    def validate_first_name(self, field: Any) -> None:
        """A name has letters, and nothing that cannot be seen."""
        if not field.data:
            return
        if fault := name_fault(field.data):
            raise ValidationError(f"{field.called} must have {fault}")
        if not name_parts(field.data):
            raise ValidationError(f"{field.called} must include letters")

    def validate_last_name(self, field: Any) -> None:
        """As the first name; left empty, or a dash, only where the client has one name."""
        if self.one_name.data and field.data not in (None, ONE_NAME):
            raise ValidationError(
                "Enter one name as the first name and leave the last name empty, or untick the box"
            )
        if not field.data and not self.one_name.data:
            raise ValidationError("Enter the last name, or tick that the client has one name only")
        if field.data != ONE_NAME:
            self.validate_first_name(field)

    def validate_date_of_birth(self, field: Any) -> None:
        """Needed where it is known, and only there."""
        if field.data and self.birth_known.data not in (None, BirthKnown.KNOWN):
            raise ValidationError("Leave the date of birth empty, or say that it is known")
        if not field.data and self.birth_known.data in (None, BirthKnown.KNOWN):
            raise ValidationError("Enter the date of birth, or say that it is not known")

    def validate_birth_year(self, field: Any) -> None:
        """Needed where it is estimated, and only there."""
        if self.birth_known.data != BirthKnown.ESTIMATED:
            if field.data:
                raise ValidationError("Leave the year empty, or say that only the year is known")
            return
        if not field.data:
            raise ValidationError("Enter about which year the client was born")
        if field.data > today().year:
            raise ValidationError("Year of birth must be in the past")
