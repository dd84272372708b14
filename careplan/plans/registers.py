"""The steps of leaving: what was done, what was not and why; written at the closing, and added to afterwards."""

from collections.abc import Mapping
from typing import Any

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.plans.codes import WRITE_PLAN, StepState
from careplan.plans.labels import STEP_COLOURS, STEP_STATES, STEPS
from careplan.ui.fields import Day, LongText, Radios, Select


def why_not_done(values: Mapping[str, Any]) -> dict[str, str]:
    """What was not done is left with a reason."""
    left = values["state"] == StepState.NOT_DONE and not values["words"]
    return {"words": "Enter why it was not done"} if left else {}


EXIT_STEPS = Register(
    room="plans",
    name="exit_steps",
    noun="exit_step",
    model_name="TakenStep",
    of=Of.EPISODE,
    title="Steps of leaving",
    one="a step of leaving",
    about="What was done when the client left, and what was not, with why. What is done later is added here.",
    empty="No step of leaving is recorded.",
    day="happened_on",
    tells=("step", "state"),
    order=("-happened_on", "step"),
    checks=(why_not_done,),
    writes=WRITE_PLAN,
    fields=(
        Field("step", "Step", needed(Select, "Which step?", "the step", choices=STEPS)),
        Field(
            "state",
            "State",
            needed(Radios, "Was it done?", "whether it was done", choices=STEP_STATES, inline=True),
            colours=STEP_COLOURS,
        ),
        Field("happened_on", "Day", needed(Day, "On which day?", "the day", latest=today), package="on"),
        Field(
            "words",
            "Who, how, or why not",
            LongText("Who was told, how, or why not", called="What is told of it", max=1000, rows=2),
        ),
    ),
)
TakenStep = EXIT_STEPS.model
