"""Starting an assessment, and completing it or saying why not."""

from careplan.assessment.codes import Kind
from careplan.assessment.labels import HELD_BACK, REASONS
from careplan.assessment.rules.completion import Outcome, Reason
from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, Hidden, Radios


class StartForm(Form):
    """Which assessment to start: the button that was pressed."""

    drafted = False
    kind = Hidden()

    def chosen(self) -> Kind | None:
        """The kind, or None for anything that is no kind."""
        return Kind(self.kind.data) if self.kind.data in set(Kind) else None


class CompleteForm(Form):
    """Complete, or leave incomplete with a reason; the date goes with “another day”."""

    reason = Radios(
        "Why is it not finished?",
        called="Why it is not finished",
        choices={reason.value: words for reason, words in REASONS.items()},
        coerce=Reason,
    )
    finish_by = Day(
        "When will it be finished?",
        called="The day by which it will be finished",
        hint="Only for another day. For example, 27 3 2027",
        earliest=today,
        too_early="The day by which it will be finished must be today or later",
    )

    def lacks_date(self) -> bool:
        """Whether “another day” was selected without the day: that is no reason yet."""
        return self.reason.data == Reason.TO_FINISH and self.finish_by.data is None

    def refuse(self, became: Outcome) -> None:
        """Put the sentence where it can be mended."""
        if became is Outcome.HELD_BACK:
            self.form_errors.append(HELD_BACK)
        elif self.lacks_date():
            self.finish_by.errors = ["Enter the day by which it will be finished"]
        else:
            self.reason.errors = ["Ask the questions that are missing, or select why it is not finished"]
