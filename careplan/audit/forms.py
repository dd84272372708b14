"""The question an audit begins with: which service, which day."""

from typing import ClassVar

from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, Select


class AuditForm(Form):
    """Codes and a date, sent by GET: an address that may be kept."""

    drafted: ClassVar[bool] = False

    service = Select("Service", required="Select a service")
    census = Day(
        "Census",
        required="Enter the census date",
        hint="The day the audit speaks about, for example 31 3 2026. It looks back over twelve months.",
        latest=today,
        too_late="The census must be today or in the past. What has not happened yet cannot be audited",
    )
