"""Beginning a version; a draft's parts for when things change: difficult times, losing touch."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from careplan.ground.clock import today
from careplan.plans.codes import PlanKind, TouchWay
from careplan.plans.forms.agreement import REFERRED, since
from careplan.plans.labels import KINDS, TOUCH_WAYS
from careplan.ui.fields import Choice, Day, Form, Hidden, LongText, Radios, Select, Text, Whole

KIND_CHOICES = [
    Choice(PlanKind.INITIAL, KINDS[PlanKind.INITIAL], "For what cannot wait, at triage"),
    Choice(PlanKind.COMPREHENSIVE, KINDS[PlanKind.COMPREHENSIVE], "After a comprehensive assessment"),
    Choice(PlanKind.AFTERCARE, KINDS[PlanKind.AFTERCARE], "For when treatment ends"),
]


class StartForm(Form):
    """A new version: which kind, drafted when, and after which one."""

    kind = Radios("Which plan is this?", choices=KIND_CHOICES, required="Select which plan this is")
    drafted_on = Day(
        "When was it drafted?",
        called="The date it was drafted",
        required="Enter the date it was drafted",
        latest=today,
    )
    after = Hidden()

    referred_on: date

    def about(self, referred_on: date) -> None:
        """The first day of the episode."""
        self.referred_on = referred_on

    def validate_drafted_on(self, field: Any) -> None:
        """Within the episode."""
        since(field, self.referred_on, REFERRED)


def _step(number: int) -> tuple[Select, Whole, Text]:
    ways = {way: words for way, words in TOUCH_WAYS.items() if way != TouchWay.CLOSE}
    return (
        Select(f"Step {number} (optional)", called=f"Step {number}", choices=ways),
        Whole("After how many days?", called=f"The days of step {number}", most=365, unit="days", width=3),
        Text("Whom may we tell? (optional)", called=f"Whom we may tell in step {number}", max=200),
    )


class ContingencyForm(Form):
    """What happens when things go wrong, and when contact is lost; either may be left for another day."""

    contingency = LongText(
        "If things get difficult",
        max=4000,
        rows=8,
        hint="Early warning signs. What I will do. What the service will do. Who to ring out of hours. "
        "What happens to the prescription after missed doses.",
    )
    disengagement = LongText(
        "If we lose touch",
        max=4000,
        rows=8,
        hint="How and in what order to try: phone, text, letter, somebody close, a visit. After how many "
        "missed appointments. Whom we may tell. When the pharmacy, the prescriber and others hear of it. "
        "When the episode closes.",
    )
    way_1, after_1, whom_1 = _step(1)
    way_2, after_2, whom_2 = _step(2)
    way_3, after_3, whom_3 = _step(3)
    way_4, after_4, whom_4 = _step(4)
    way_5, after_5, whom_5 = _step(5)

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each step."""
        return [tuple(self[f"{part}_{n}"] for part in ("way", "after", "whom")) for n in range(1, 6)]

    def show(self, plan: Any) -> SimpleNamespace:
        """Fill in the steps of the draft, and answer them by field; a form that was typed into keeps its own."""
        stored = {"contingency": plan.contingency, "disengagement": plan.disengagement}
        for fields, step in zip(self.rows, plan.steps, strict=False):
            for field, value in zip(fields, (step.way, step.after_days, step.whom), strict=True):
                stored[field.name] = value
                if not (self.from_draft or self.is_submitted()):
                    field.process_data(value)
        return SimpleNamespace(**stored)

    def validate(self, extra_validators: Any = None) -> bool:
        """Something is said; a step has a way and a day, and none comes before the one above it."""
        super().validate(extra_validators)
        if not self.contingency.data and not self.disengagement.data and not self.steps():
            words = "Enter what happens if things get difficult, or if contact is lost"
            self.contingency.errors = self.contingency.errors or [words]
        last = 0
        for way, after, whom in self.rows:
            if way.data and after.data is None:
                after.errors = after.errors or ["Enter after how many days"]
            if not way.data and (after.data is not None or whom.data):
                way.errors = way.errors or ["Select the way, or delete what stands beside it"]
            if after.data is not None and after.data < last:
                after.errors = after.errors or ["Enter the steps in the order of their days"]
            last = max(last, after.data or 0)
        return not any(one.errors for one in self)

    def steps(self) -> list[tuple[str, int, str | None]]:
        """Way, days and whom we may tell of each step."""
        return [(way.data, after.data, whom.data) for way, after, whom in self.rows if way.data]
