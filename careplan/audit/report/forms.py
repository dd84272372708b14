"""The question an audit begins with: which service or partnership, which day."""

from datetime import date
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.audit.release.rules.items import quarter_end
from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, Select

QUARTERS = "The last day of March, June, September or December. The audit looks back over twelve months."


def day_for_outside(form: Any, field: Any) -> None:
    """Readers outside the service choose quarter ends only: reports a few days apart would tell of a few clients."""
    day: date = field.data
    if form.unit.data in form.outside and not quarter_end(day):
        raise ValidationError("Enter the last day of March, June, September or December")


class AuditForm(Form):
    """Codes and a date, sent by GET: an address that may be kept."""

    drafted: ClassVar[bool] = False
    outside: frozenset[str] = frozenset()
    """The units some of whose records the reader may not see."""

    unit = Select("Service or partnership", required="Select a service or a partnership", blank=None)
    census = Day(
        "Census",
        [day_for_outside],
        required="Enter the census date",
        hint="The day the audit speaks about, for example 31 3 2026. It looks back over twelve months.",
        latest=today,
        too_late="The census must be today or in the past. What has not happened yet cannot be audited",
    )
