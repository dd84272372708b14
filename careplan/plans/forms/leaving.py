"""Times elsewhere, and leaving treatment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.clients.codes import ExitReason
from careplan.clients.labels import EXITS, PAUSES
from careplan.clients.rules.aftercare import Aftercare, last_way_back
from careplan.clients.rules.national import NATIONAL_EXITS, fitting
from careplan.ground.clock import today
from careplan.plans.codes import ExitStep, StepState
from careplan.plans.forms.agreement import REFERRED, since
from careplan.plans.labels import STEP_STATES, STEPS
from careplan.plans.rules.exit_steps import ExitSteps, Taken, steps_of
from careplan.plans.rules.leaving import LEAVING, Latest, Matter, doubts
from careplan.ui.fields import (
    Checkboxes,
    Day,
    Form,
    Radios,
    Reason,
    Select,
    Text,
    TickBox,
    WhatWasDone,
)
from careplan.ui.words import day, within

PUT_BACK = {
    one: EXITS[one]
    for one in (
        ExitReason.NO_APPROPRIATE_TREATMENT,
        ExitReason.DECLINED,
        ExitReason.REFERRED_ON,
        ExitReason.OTHER,
    )
}


class PauseForm(Form):
    """The client is in prison, in hospital or in residential treatment elsewhere."""

    reason = Radios("Where is the client?", choices=PAUSES, required="Select where the client is")
    from_on = Day(
        "Since when is the client there?",
        called="The first day there",
        required="Enter the first day there",
        latest=today,
    )

    referred_on: date

    died_on: date | None = None

    def about(self, referred_on: date, died_on: date | None) -> None:
        """The first day of the episode, and the day the client died."""
        self.referred_on, self.died_on = referred_on, died_on

    def validate_from_on(self, field: Any) -> None:
        """Within the episode."""
        since(field, self.referred_on, REFERRED, self.died_on)


class ResumeForm(Form):
    """The client is back."""

    until_on = Day(
        "When did the client come back?",
        called="The day the client came back",
        required="Enter the day the client came back",
        latest=today,
    )

    from_on: date

    def about(self, from_on: date) -> None:
        """The day the pause began."""
        self.from_on = from_on

    def validate_until_on(self, field: Any) -> None:
        """Not before the pause began."""
        since(field, self.from_on, "The pause began on")


class CameBackForm(Form):
    """Who comes back within the days of the way back. `about` must be called before the form is checked."""

    came_on = Day(
        "When did the client come back?",
        called="The day the client came back",
        required="Enter the day the client came back",
        latest=today,
    )
    words = Reason("What happened?", called="What happened", required="Enter what happened", max=1000, rows=3)

    closed_on: date

    def about(self, closed_on: date | None) -> None:
        """The day of leaving."""
        self.closed_on = closed_on or today()

    def validate_came_on(self, field: Any) -> None:
        """Between the leaving and the end of the way back."""
        since(field, self.closed_on, "The client left on")
        last = last_way_back(self.closed_on)
        if field.data and field.data > last:
            raise ValidationError(f"Who comes back after {day(last)} begins a new episode: record a referral")


class PutBackForm(Form):
    """A referral that goes back to who made it, before any treatment."""

    exit_reason = Radios("Why?", called="Why", choices=PUT_BACK, required="Select why it is put back")
    words = Reason(
        "In words, as who refers is told", called="Why", required="Enter why it is put back", max=1000, rows=3
    )
    told = Text("Who was told? (optional)", called="Who was told", max=200)


class LeaveForm(Form):
    """The end of an episode, made by `leave_form`. `about` must be called before the form is checked."""

    closed_on = Day(
        "When did the client leave treatment?",
        called="The day the client left",
        required="Enter the day the client left",
        latest=today,
    )
    exit_reason = Select("Why?", called="Why", choices=EXITS, required="Select why the client left")
    national_exit = Select(
        "What the national monitoring system calls it (optional)",
        called="The national reason",
        choices={code: one.words for code, one in NATIONAL_EXITS.latest.exits.items()},
        blank="As it follows from the reason",
        hint="Only where several fit: referred on, transferred, moved away, no appropriate treatment, another reason",
    )
    doubt_reason = Reason("If the reason does not fit the record, why is it right?", max=2000, rows=2)
    end_courses = TickBox("End the open course of treatment on this day")

    follow_ups: Any
    earliest: date
    open_courses = 0
    latest = Latest()
    matters: Sequence[Matter] = ()
    standard: ExitSteps | None = None

    def about(self, earliest: date, open_courses: int, latest: Latest) -> None:
        """The last day on which something happened in the episode, the open courses, what the record last says."""
        self.earliest, self.open_courses, self.latest = earliest, open_courses, latest

    def validate_closed_on(self, field: Any) -> None:
        """Not before what already happened."""
        since(field, self.earliest, "Something in this episode happened on")

    def validate_national_exit(self, field: Any) -> None:
        """The national reason is one of those that the reason may be."""
        if not field.data or self.exit_reason.data not in EXITS:
            return
        fits = fitting(ExitReason(self.exit_reason.data), self.closed_on.data or today())
        if field.data not in fits:
            raise ValidationError(f"With this reason it is {' or '.join(fits.values())}")

    def validate_end_courses(self, field: Any) -> None:
        """A closed episode has no open course."""
        if self.open_courses and not field.data:
            raise ValidationError(
                "Tick to end the course as well. An episode cannot be closed over an open course"
            )

    def validate_doubt_reason(self, field: Any) -> None:
        """A planned ending that the record speaks against, or another than death after one, asks for words."""
        if field.data or self.exit_reason.data not in EXITS:
            return
        texts = list(
            doubts(ExitReason(self.exit_reason.data), self.latest, LEAVING.on(self.closed_on.data or today()))
        )
        if texts:
            raise ValidationError(f"{'. '.join(texts)}. Enter why the reason is right all the same")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; a step of this ending that was not done is left with a reason."""
        super().validate(extra_validators)
        reason = self.exit_reason.data
        ours = (
            steps_of(ExitReason(reason), self.standard) if self.standard and reason in EXITS else self.steps
        )
        for step in ours:
            state, said = self[f"step_{step}"], self[f"said_{step}"]
            if state.data == StepState.NOT_DONE and not said.data:
                said.errors = said.errors or [f"Enter why it was not done: {within(STEPS[step])}"]
            if said.data and not state.data:
                state.errors = state.errors or [f"Select whether it was done: {within(STEPS[step])}"]
        return not any(one.errors for one in self)

    @property
    def steps(self) -> tuple[ExitStep, ...]:
        """The steps of every ending."""
        return self.standard.every if self.standard else ()

    @property
    def taken(self) -> dict[ExitStep, Taken]:
        """The steps of which something was said."""
        answered = ((step, self[f"step_{step}"].data, self[f"said_{step}"].data) for step in self.steps)
        return {step: Taken(StepState(state), words) for step, state, words in answered if state}

    @property
    def done(self) -> dict[str, str]:
        """What the worker says was done, by the key of the matter."""
        return {one.key: self[one.key].data for one in self.matters if one.mine and self[one.key].data}


def leave_form(
    matters: Sequence[Matter], standard: ExitSteps | None, aftercare: Aftercare
) -> type[LeaveForm]:
    """The form with a field for each matter of which the worker may say what was done, and for each step of leaving.

    `standard`: None where no treatment began, or after a death: nothing is stepped out of then. Both editions are
    those of the day of leaving.
    """
    hint = "{}. What you leave empty becomes a task of the manager"
    fields: dict[str, Any] = {
        one.key: WhatWasDone(one.words, hint=hint.format(one.ask), called="What was done", max=4000, rows=2)
        for one in matters
        if one.mine
    }
    for step in standard.every if standard else ():
        fields |= _step(step, standard.asks if standard else {})
    fields["follow_ups"] = Checkboxes(
        "When do you ask how it goes?",
        called="The follow-ups",
        choices={str(weeks): f"After {weeks} weeks" for weeks in aftercare.follow_ups.weeks},
        hint="Each becomes a task with its day",
    )
    return type("LeaveForm", (LeaveForm,), {**fields, "matters": tuple(matters), "standard": standard})


def _step(step: ExitStep, asks: Mapping[ExitStep, str]) -> dict[str, Any]:
    state = Radios(STEPS[step], choices=STEP_STATES, called=STEPS[step], hint=asks.get(step, ""), inline=True)
    label = f"{STEPS[step]}: who, how, or why not"
    return {f"step_{step}": state, f"said_{step}": Text(label, called=label, max=500)}
