"""The frozen facts of care plans: versions with their goals, reviews with what they said of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from careplan.plans.codes import Agreement, GoalStatus


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a held review said of one goal."""

    review_id: str
    reviewed_on: date
    status: GoalStatus


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, with its status as written or on a day. `need`: the assessment item or the id of the need it answers.

    `need_item` is the item alone. The wording, and the number of actions, stay empty where no page shows them.
    """

    id: str
    wording: str = ""
    measure: str | None = None
    target_on: date | None = None
    responsible: str | None = None
    need: str | None = None
    status: GoalStatus = GoalStatus.OPEN
    actions: int = 0
    need_item: str | None = None
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a care plan."""

    id: str
    version: int
    agreed_on: date | None = None
    agreement: Agreement | None = None
    copy_offered_on: date | None = None
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A care plan review, or the attempt at one; outcomes by goal id."""

    id: str
    reviewed_on: date
    held: bool
    outcomes: Mapping[str, GoalStatus] = field(default_factory=dict)

    def outcome(self, goal_id: str) -> Outcome | None:
        """What it said of a goal, when it was held."""
        status = self.outcomes.get(goal_id) if self.held else None
        return Outcome(self.id, self.reviewed_on, status) if status is not None else None
