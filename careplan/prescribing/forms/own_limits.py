"""A provider's own limit."""

from careplan.prescribing.forms import SHORT, ten
from careplan.ui.fields import Day, Decimal2, Form, Reason


class OwnLimitForm(Form):
    """Another number in place of the edition's, from a day on."""

    value = Decimal2("Own limit", required="Enter the number", called="The number")
    effective_on = Day("From which day", required="Enter the day from which it holds", called="The day")
    reason = Reason("Why", [ten], required=SHORT, called="Why", rows=3, max=2000)
