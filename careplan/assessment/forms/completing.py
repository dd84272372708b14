"""Starting an assessment, and completing it or saying why not."""

from careplan.assessment.codes import Kind
from careplan.assessment.rules.completion import Reason
from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, Hidden, Radios

REASONS = {
    Reason.CLIENT_LEFT: "The client left before the end",
    Reason.TOO_UNWELL: "The client was too unwell to go on",
    Reason.TO_FINISH: "It will be finished on another day",
}


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
        hint="For example, 27 3 2027",
        earliest=today,
        too_early="The day by which it will be finished must be today or later",
    )

    def needs_reason(self) -> bool:
        """Whether a reason, and for another day its date, is still missing; the sentences stand at the fields."""
        if self.reason.data is None:
            self.reason.errors = ["Ask the questions above, or select why the assessment is not finished"]
        elif self.reason.data == Reason.TO_FINISH and self.finish_by.data is None:
            self.finish_by.errors = ["Enter the day by which it will be finished"]
        return bool(self.reason.errors or self.finish_by.errors)
