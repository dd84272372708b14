"""The steps of leaving: which belong to an ending, and which of them nobody answered. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from careplan.clients.codes import ExitReason
from careplan.clients.rules.waits import Target
from careplan.ground.standards import Edition, Series, Words
from careplan.plans.codes import ExitStep, StepState
from careplan.plans.rules.leaving import COMPLETED, PLANNED
from careplan.plans.rules.standard import STANDARDS

FOLLOWED_UP = COMPLETED | {ExitReason.REFERRED_ON}
"""Endings after which this service asks how the client is; who was transferred is another service's."""


class ExitSteps(Edition, frozen=True, kw_only=True):
    """The steps of a planned and of an unplanned ending, what each asks, and what still counts as recent."""

    planned: tuple[ExitStep, ...]
    unplanned: tuple[ExitStep, ...]
    asks: Mapping[ExitStep, Words]
    recent: Target

    @property
    def every(self) -> tuple[ExitStep, ...]:
        """All steps, each once."""
        return tuple(dict.fromkeys((*self.planned, *self.unplanned)))


EXIT_STEPS = Series(STANDARDS, "exit-steps", ExitSteps)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a worker says of a step: done or not, and who was told or why not."""

    state: StepState
    words: str | None = None


def steps_of(reason: ExitReason, standard: ExitSteps) -> tuple[ExitStep, ...]:
    """The steps that belong to an ending; none after a death, which has duties of its own."""
    if reason is ExitReason.DIED:
        return ()
    return standard.planned if reason in PLANNED else standard.unplanned


def unanswered(reason: ExitReason, taken: Collection[ExitStep], standard: ExitSteps) -> list[ExitStep]:
    """The steps of this ending of which nothing was said."""
    return [step for step in steps_of(reason, standard) if step not in taken]
