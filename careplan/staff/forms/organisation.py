"""Forms about services, and the names above them."""

import json
import re
from hashlib import sha256
from typing import Any, Self

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ground.persons import LONGEST_NAME
from careplan.staff.labels import SECTORS
from careplan.ui.fields import Day, Form, LongText, PersonName, Radios, Select, Text, YesNo

AGENCY = re.compile(r"[A-Z][0-9]{4}", re.ASCII)
"""The code of a service in the national dataset (record package, services)."""
NEW = "new"
"""The choice of a provider or partnership that is not on the list."""


class RowForm(Form):
    """Changes columns of a row; each field has the name of its column."""

    def mark(self, row: Any) -> str:
        """Changes whenever one of the values of the form changes."""
        values = json.dumps([getattr(row, field.name) for field in self.shown_fields])
        return sha256(values.encode()).hexdigest()[:16]

    def showing(self, row: Any) -> Self:
        """Itself with what is saved; a form that holds a draft keeps it."""
        self.seen.data = self.mark(row)
        for field in () if self.from_draft else self.shown_fields:
            field.process_data(getattr(row, field.name))
        return self

    def differences(self, row: Any) -> list[tuple[str, str, str]]:
        """Label, what is saved now, what was typed."""
        return [
            (field.called, _read(field, _text(field, getattr(row, field.name))), _read(field, field.typed))
            for field in self.shown_fields
        ]


def _text(field: Any, value: Any) -> str:
    return "" if value is None else field.write(value)


def _read(field: Any, text: str) -> str:
    return next((one.label for one in getattr(field, "options", ()) if one.value == text), text)


class NameForm(RowForm):
    """What a service, a provider or a partnership is called."""

    name = PersonName("Name", required="Enter the name", max=LONGEST_NAME)


class ServiceForm(NameForm):
    """What a service offers."""

    prescribing = YesNo("Does the service prescribe?", required="Select whether the service prescribes")
    structured = YesNo(
        "Does it give structured treatment?", required="Select whether the service gives structured treatment"
    )
    out_of_hours = YesNo("Is it open out of hours? (optional)", called="Out of hours")
    ndtms_agency = Text(
        "Agency code in the national dataset (optional)",
        called="Agency code",
        max=5,
        width=5,
        hint="A capital letter and 4 digits",
    )

    def validate_ndtms_agency(self, field: Any) -> None:
        """As the national dataset writes it."""
        if field.data and not AGENCY.fullmatch(field.data):
            raise ValidationError("Agency code must be a capital letter and 4 digits, like A0001")


class NewServiceForm(ServiceForm):
    """A new service of a provider in a partnership, each known or new. The view sets the choices."""

    provider = Select(
        "Provider", required="Select the provider, or that it is new", blank="Select a provider"
    )
    provider_name = PersonName(
        "Name of the new provider", called="Name of the new provider", max=LONGEST_NAME
    )
    sector = Radios("Sector of the new provider", called="Sector of the new provider", choices=SECTORS)
    partnership = Select(
        "Partnership", required="Select the partnership, or that it is new", blank="Select a partnership"
    )
    partnership_name = PersonName(
        "Name of the new partnership", called="Name of the new partnership", max=LONGEST_NAME
    )
    opened_on = Day("Opened on (optional)", called="The day on which it opened", latest=today)

    def validate_provider_name(self, field: Any) -> None:
        """Only, and always, of a new one."""
        if self.provider.data == NEW and not field.data:
            raise ValidationError("Enter the name of the new provider")

    def validate_sector(self, field: Any) -> None:
        """Of a new provider."""
        if self.provider.data == NEW and not field.data:
            raise ValidationError("Select the sector of the new provider")

    def validate_partnership_name(self, field: Any) -> None:
        """Only, and always, of a new one."""
        if self.partnership.data == NEW and not field.data:
            raise ValidationError("Enter the name of the new partnership")


class ReachingForm(RowForm):
    """How clients reach a service."""

    telephone = Text(
        "Telephone (optional)",
        called="Telephone",
        max=40,
        width=20,
        hint="Printed on the plan that a client carries home",
    )
    address = LongText("Address (optional)", called="Address", max=500, rows=4)
    out_of_hours_words = LongText(
        "What can clients do out of hours? (optional)",
        called="Out of hours",
        max=500,
        rows=3,
        hint="For example, whom to ring in the evening and at weekends",
    )

    def validate_telephone(self, field: Any) -> None:
        """A number that can be rung."""
        if field.data and sum(char.isdigit() for char in field.data) < 3:
            raise ValidationError("Enter a telephone number, like 01632 960 001")


class CloseServiceForm(Form):
    """From when nothing is written at a service any more."""

    closed_on = Day(
        "Closed from (leave empty to keep the service open)",
        called="The day of closing",
        hint="From this day on the records can be read, not changed",
    )
