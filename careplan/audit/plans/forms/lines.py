"""A line of an action plan: adding one, withdrawing one."""

from typing import ClassVar

from careplan.audit.review.rules.bands import ORDER
from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, LongText, Person, Reason, Select

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
