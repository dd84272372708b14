"""Setting a national mid-point."""

from decimal import Decimal

from careplan.ui.fields import Decimal2, Form, Radios, Text


class MidpointForm(Form):
    """The mid-point of a measure in percent; empty takes it back."""

    measure = Radios("Measure", required="Select the measure")
    percent = Decimal2(
        "National mid-point in percent",
        called="The mid-point",
        least=Decimal(0),
        most=Decimal(100),
        hint="For example, 75. Leave it empty to judge against none.",
    )
    source = Text(
        "Where is it published?", required="Enter where it is published, or why it is taken back", max=300
    )
