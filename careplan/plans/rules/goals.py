"""Goals: how each stands on a day, whether it can be measured, and who has yet to do what."""

from collections.abc import Collection, Iterable
from datetime import date

from careplan.plans.codes import GoalStatus
from careplan.plans.rules.facts import Goal, Outcome


def goal_status(written: GoalStatus, outcomes: Collection[Outcome], on: date) -> GoalStatus:
    """How a goal stands on a day.

    | outcomes at held reviews          | status                                              |
    |-----------------------------------|-----------------------------------------------------|
    | one or more up to the day         | the latest; on one day the higher review id is later |
    | only later ones                   | open: what was written may already show the outcome |
    | none                              | as written                                          |
    """
    existing_outcomes = [outcome for outcome in outcomes if outcome.reviewed_on <= on]
    if existing_outcomes:
        return max(existing_outcomes, key=lambda outcome: (outcome.reviewed_on, outcome.review_id)).status
    return GoalStatus.OPEN if outcomes else written


def is_filled(text: str | None) -> bool:
    """Whether somebody wrote something: blanks are nothing."""
    return text is not None and bool(text.strip())


def smart_gaps(goal: Goal) -> tuple[str, ...]:
    """Which of measure, target date, responsible person and need a goal lacks; none means SMART complete."""
    parts = {
        "measure": is_filled(goal.measure),
        "target_on": goal.target_on is not None,
        "responsible": is_filled(goal.responsible),
        "need": is_filled(goal.need),
    }
    return tuple(name for name, there in parts.items() if not there)


def is_smart(goal: Goal) -> bool:
    """Whether a goal has measure, target date, responsible person and a need behind it."""
    return not smart_gaps(goal)


def open_goals(goals: Iterable[Goal]) -> list[Goal]:
    """The goals a review has to ask about, in their order."""
    return [goal for goal in goals if goal.status is GoalStatus.OPEN]
