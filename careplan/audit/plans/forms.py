"""Forms of the audit's plans: a line added or withdrawn, a national mid-point."""

from decimal import Decimal
from typing import ClassVar

from careplan.audit.review.rules.bands import ORDER
from careplan.ground.clock import today
from careplan.ui.fields import Day, Decimal2, Form, LongText, Person, Radios, Reason, Select, Text

TARGETS = {band.value: band.value for band in ORDER[1:]}


class LineForm(Form):
    """An action with its owner and its day, bound to a measure. Choices of measures and owners are set by the page."""

    measure = Select(
        "Measure that will show it", required="Select the measure that will show whether it worked"
    )
    target = Select(
        "Band to reach",
        called="The band to reach",
        choices=TARGETS,
        blank="the next better band",
        hint="The line closes itself once the measure held this band at four weekly censuses in a row.",
    )
    action = LongText(
        "What will be done?", required="Enter what will be done", called="What will be done", max=2000, rows=3
    )
    owner = Select("Owner")
    owner_name = Person("Owner, if not listed", called="The owner", max=200)
    due_on = Day(
        "By when?",
        required="Enter the day by which it will be done",
        called="The day by which it will be done",
        earliest=today,
        too_early="The day by which it will be done must be today or later",
    )


class WithdrawForm(Form):
    """Why nobody follows the line any more."""

    drafted: ClassVar[bool] = False

    reason = Reason("Why is it withdrawn?", required="Enter why it is withdrawn", max=1000, rows=2)


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
