"""Forms of the prescribing room, and the reason that several ask for."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.rules.findings import explains
from careplan.prescribing.rules.standard import standard

SHORT = "Enter a reason of 10 characters or more"


def ten(_form: Any, field: Any) -> None:
    """A reason says something."""
    if not explains(field.data or "", standard(today())):
        raise ValidationError(SHORT)
