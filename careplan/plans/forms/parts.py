"""A draft's parts: goals, actions, contingency, disengagement."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from careplan.ground.clock import today
from careplan.plans.codes import PlanKind, TouchWay
from careplan.plans.forms.agreement import REFERRED, since
from careplan.plans.labels import DOMAINS, KINDS, TOUCH_WAYS
from careplan.ui.fields import Choice, Day, Form, LongText, Radios, Select, Text, Whole

KIND_CHOICES = [
    Choice(PlanKind.INITIAL, KINDS[PlanKind.INITIAL], "For what cannot wait, at triage"),
    Choice(PlanKind.COMPREHENSIVE, KINDS[PlanKind.COMPREHENSIVE], "After a comprehensive assessment"),
    Choice(PlanKind.AFTERCARE, KINDS[PlanKind.AFTERCARE], "For when treatment ends"),
]


class StartForm(Form):
    """A new version: which kind, drafted when."""

    kind = Radios("Which plan is this?", choices=KIND_CHOICES, required="Select which plan this is")
    drafted_on = Day(
        "When was it drafted?",
        called="The date it was drafted",
        required="Enter the date it was drafted",
        latest=today,
    )

    referred_on: date

    def about(self, referred_on: date) -> None:
        """The first day of the episode."""
        self.referred_on = referred_on

    def validate_drafted_on(self, field: Any) -> None:
        """Within the episode."""
        since(field, self.referred_on, REFERRED)


class ContingencyForm(Form):
    """What happens when things go wrong."""

    contingency = LongText(
        "If things get difficult",
        required="Enter what the client and the service will do if things get difficult",
        max=4000,
        rows=10,
        hint="Early warning signs. What I will do. What the service will do. Who to ring out of hours. "
        "What happens to the prescription after missed doses.",
    )


def _step(number: int) -> tuple[Select, Whole, Text]:
    ways = {way: words for way, words in TOUCH_WAYS.items() if way != TouchWay.CLOSE}
    return (
        Select(f"Step {number} (optional)", called=f"Step {number}", choices=ways),
        Whole("After how many days?", called=f"The days of step {number}", most=365, unit="days", width=3),
        Text("Whom may we tell? (optional)", called=f"Whom we may tell in step {number}", max=200),
    )


class DisengagementForm(Form):
    """What happens when contact is lost."""

    disengagement = LongText(
        "If we lose touch",
        required="Enter how the service will try to reach the client",
        max=4000,
        rows=10,
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
        stored = {"disengagement": plan.disengagement}
        for fields, step in zip(self.rows, plan.steps, strict=False):
            for field, value in zip(fields, (step.way, step.after_days, step.whom), strict=True):
                stored[field.name] = value
                if not (self.from_draft or self.is_submitted()):
                    field.process_data(value)
        return SimpleNamespace(**stored)

    def validate(self, extra_validators: Any = None) -> bool:
        """A step has a way and a day, and none comes before the one above it."""
        super().validate(extra_validators)
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


class GoalForm(Form):
    """A goal in the client's words. Only the words and the part of life are needed to save."""

    wording = LongText(
        "What do you want to reach?",
        called="The goal",
        required="Enter the goal in the client’s words",
        max=1000,
        rows=2,
    )
    domain = Select("Part of life", choices=DOMAINS, required="Select the part of life")
    need = Select("Which need does it answer?", blank="None of the needs listed")
    measure = Text(
        "How will we know? (may be added later)",
        called="The measure",
        max=200,
        hint="What is counted, and how much: days a week, appointments kept",
    )
    target_on = Day(
        "By when? (may be added later)",
        called="The target date",
        earliest=today,
        too_early="The target date must be today or later",
    )
    responsible = Text(
        "Who sees to it? (may be added later)",
        called="Who sees to it",
        max=200,
        hint="For example, Janet and her keyworker",
    )


class ActionForm(Form):
    """One step towards a goal."""

    action = Text(
        "What will be done?", called="What will be done", required="Enter what will be done", max=300
    )
    responsible = Text(
        "Who will do it?",
        called="Who will do it",
        required="Enter who will do it",
        max=200,
        hint="The client, the keyworker, or somebody elsewhere by name or role",
    )
    agency = Text("Which agency, if not this service? (optional)", called="The agency", max=200)
    due_on = Day(
        "By when? (optional)",
        called="The day by which it is done",
        earliest=today,
        too_early="The day by which it is done must be today or later",
    )


class RemoveForm(Form):
    """A question answered by the button alone."""

    drafted = False
