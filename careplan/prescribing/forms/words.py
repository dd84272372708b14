"""The words of codes, choices and errors in this room's forms."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.rules.findings import explains
from careplan.prescribing.rules.standard import standard

WHAT = {
    "S": "S: taken supervised",
    "H": "H: collected to take home",
    "M": "M: missed",
    "R": "R: refused",
    "W": "W: withheld by us",
    "N": "N: not supplied, such as a pharmacy that was shut",
    "P": "P: part taken",
    "V": "V: vomited",
}
ROUND = {key: WHAT[key] for key in "SHPVNMRW"}
INJECTED = "S: injected here by a healthcare professional"
INJECTIONS = {"S": INJECTED, **{key: WHAT[key] for key in "MRW"}}
INJECTION_LOG = {"S": INJECTED, **{key: WHAT[key] for key in "HMRWN"}}
"""Also what should never happen to a depot, but is recorded where it did."""
STOPPED_ROUND = {
    **{key: WHAT[key] for key in "MRWN"},
    "A": "A: already supplied, reported by pharmacy",
}
SHORT = "Enter a reason of 10 characters or more"


def ten(_form: Any, field: Any) -> None:
    """A reason says something."""
    if not explains(field.data or "", standard(today())):
        raise ValidationError(SHORT)
