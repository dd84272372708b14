"""The steps of leaving, written at the closing and added to afterwards; goals and treatment in words of a service."""

from collections.abc import Mapping
from typing import Any

from careplan.clients.codes import InterventionKind
from careplan.clients.labels import KINDS
from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.plans.codes import EDIT_WORDINGS, WRITE_PLAN, GoalDomain, StepState
from careplan.plans.labels import DOMAINS, OFFERED, STEP_COLOURS, STEP_STATES, STEPS
from careplan.plans.rules.options import TREATMENT_OPTIONS
from careplan.plans.rules.wordings import GOAL_WORDINGS as STANDARD
from careplan.plans.rules.wordings import too_long
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


def begun(chosen: Mapping[str, str]) -> dict[str, str]:
    """Careplan's wordings of the part of life that was chosen, to be changed to the service's own."""
    words = STANDARD.on(today()).wordings.get(GoalDomain(chosen["domain"]), ()) if "domain" in chosen else ()
    return {"words": "\n".join(words)} if words else {}


GOAL_WORDINGS = Register(
    room="plans",
    name="goal_wordings",
    noun="goal_wording",
    model_name="GoalWording",
    of=Of.SERVICE,
    title="Wordings of goals",
    one="wordings of goals",
    about="What the page of goals offers to start from, by part of life. Where the service has its own, they stand in "
    "the place of careplan’s. A worker may always write another goal.",
    order=("domain",),
    tells=("domain",),
    once=("domain",),
    once_words=("domain", "There are wordings for this part of life already. Correct those"),
    checks=(too_long,),
    begins=begun,
    fields=(
        Field("domain", "Part of life", needed(Select, "Part of life", "the part of life", choices=DOMAINS)),
        Field(
            "words",
            "Wordings",
            needed(
                LongText,
                "Wordings, one to a line",
                "the wordings",
                max=4000,
                rows=12,
                hint="As a client would say it to a friend",
            ),
        ),
    ),
    reads=EDIT_WORDINGS,
    writes=EDIT_WORDINGS,
    above=("today.today", "Today"),
)


def described(chosen: Mapping[str, str]) -> dict[str, str]:
    """Careplan's words of the option that was chosen, to be changed to the service's own."""
    options = TREATMENT_OPTIONS.on(today()).options
    one = options.get(InterventionKind(chosen["option"])) if "option" in chosen else None
    return {"words": one.words} if one else {}


OFFERS = Register(
    room="plans",
    name="treatment_offers",
    noun="treatment_offer",
    model_name="TreatmentOffer",
    of=Of.SERVICE,
    title="Treatment on offer",
    one="a treatment on offer",
    about="What a care plan lists to be explained with the client, in plain words. Where the service has its own, they "
    "stand in the place of careplan’s; what is not to be had is left out.",
    order=("option",),
    tells=("option",),
    once=("option",),
    once_words=("option", "This treatment is described already. Correct that"),
    begins=described,
    fields=(
        Field("option", "Treatment", needed(Select, "Which treatment?", "the treatment", choices=KINDS)),
        Field(
            "offered",
            "To be had",
            needed(Radios, "Where is it to be had?", "where it is to be had", choices=OFFERED, inline=True),
        ),
        Field(
            "words",
            "In plain words",
            needed(
                LongText,
                "In plain words",
                "it in plain words",
                max=1000,
                rows=4,
                hint="What happens, where and when, how long people wait",
            ),
        ),
    ),
    reads=EDIT_WORDINGS,
    writes=EDIT_WORDINGS,
    above=("today.today", "Today"),
)
