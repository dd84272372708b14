"""Forms about services, and the names above them."""

import re
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ground.persons import LONGEST_NAME
from careplan.staff.codes import Sector
from careplan.ui.fields import Day, Form, PersonName, Radios, Select, Text

AGENCY = re.compile(r"[A-Z][0-9]{4}", re.ASCII)
"""The code of a service in the national dataset (record package, services)."""
SECTORS = {
    Sector.NHS: "NHS",
    Sector.VOLUNTARY: "Voluntary sector",
    Sector.PRIMARY_CARE: "Primary care",
    Sector.PRIVATE: "Private sector",
}
_YES_NO = {"yes": "Yes", "no": "No"}
NEW = "new"
"""The choice of a provider or partnership that is not on the list."""


class NameForm(Form):
    """What a service, a provider or a partnership is called."""

    name = PersonName("Name", required="Enter the name", max=LONGEST_NAME)


class ServiceForm(NameForm):
    """What a service offers."""

    prescribing = Radios(
        "Does the service prescribe?",
        required="Select whether the service prescribes",
        choices=_YES_NO,
        inline=True,
    )
    structured = Radios(
        "Does it give structured treatment?",
        required="Select whether the service gives structured treatment",
        choices=_YES_NO,
        inline=True,
    )
    out_of_hours = Radios(
        "Is it open out of hours? (optional)", called="Out of hours", choices=_YES_NO, inline=True
    )
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


class CloseServiceForm(Form):
    """From when nothing is written at a service any more."""

    closed_on = Day(
        "Closed from (leave empty to keep the service open)",
        called="The day of closing",
        hint="From this day on the records can be read, not changed",
    )
