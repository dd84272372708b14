"""The care plan indicators that count goals, CP9 and CP10."""

from collections.abc import Iterator
from datetime import date, timedelta

from careplan.audit.review.measures.care_plan import HOLD, OPEN_PLAN, plan_episode, plan_on, reviews_held
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Service
from careplan.audit.review.rules.measure import Case, Deed, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Verdict, either
from careplan.plans.codes import GoalStatus
from careplan.plans.rules.facts import Goal, Plan
from careplan.plans.rules.versions import active, goal_status


def open_goals(service: Service, census: Census) -> Iterator[Case[Goal]]:
    """The open goals of active plans of episodes in treatment."""
    for episode in service.episodes:
        plan = plan_on(episode, census.on) if plan_episode(episode, census.on) else None
        for goal in plan.goals if plan is not None else ():
            outcomes = [outcome for review in episode.reviews if (outcome := review.outcome(goal.id))]
            if goal_status(goal.status, outcomes, census.on) is GoalStatus.OPEN:
                yield Case(goal.id, goal, episode)


def whole_goal(case: Case[Goal], census: Census) -> Verdict:  # noqa: ARG001 - the shape of `judge`
    """CP9: measure, target date, responsible and the assessment item whose need it answers (spec 03 §2.5).

    A goal under a need that no assessment item names is whole on its page (§2.2) and not met here, with its own reason.
    """
    goal = case.record
    parts: list[tuple[str, object]] = [
        ("no_measure", goal.measure),
        ("no_target", goal.target_on),
        ("no_responsible", goal.responsible),
        ("free_need" if goal.need else "no_need", goal.need_item),
    ]
    missing = next((reason for reason, part in parts if not part), None)
    return either(missing is None, "whole", missing or "")


def plan_before(episode: Episode, last: date) -> Plan | None:
    """The highest version agreed before the last review; if none, the highest agreed on its day."""
    return active(episode.plans, last - timedelta(days=1)) or active(episode.plans, last)


def reviewed_goals(service: Service, census: Census) -> Iterator[Case[Goal]]:
    """The goals that the last review had to look at: without another outcome than open at an earlier one."""
    for episode in service.episodes:
        reviews = reviews_held(episode, census.on) if plan_episode(episode, census.on) else []
        if not reviews:
            continue
        last = reviews[-1].reviewed_on
        plan = plan_before(episode, last)
        earlier = [review for review in reviews if review.reviewed_on < last]
        for goal in plan.goals if plan is not None else ():
            if all(review.outcomes.get(goal.id, "open") == "open" for review in earlier):
                yield Case(goal.id, goal, episode)


def goal_reviewed(case: Case[Goal], census: Census) -> Verdict:
    """CP10: an outcome was recorded on the day of the last review; all reviews of that day count together."""
    reviews = reviews_held(case.episode, census.on)
    last = reviews[-1].reviewed_on
    recorded = any(case.record.id in review.outcomes for review in reviews if review.reviewed_on == last)
    return either(recorded, "outcome", "no_outcome")


COMPLETE = Deed(
    "goal completed with measure, date, person and need",
    "goals completed with measure, date, person and need",
)
REVIEW = Deed("goal given an outcome at a review", "goals given an outcome at a review")
REASONS: Reasons = {
    "whole": Reason("complete"),
    "no_measure": Reason("no measure", OPEN_PLAN),
    "no_target": Reason("no target date", OPEN_PLAN),
    "no_responsible": Reason("nobody responsible", OPEN_PLAN),
    "no_need": Reason("answers no need", OPEN_PLAN),
    "free_need": Reason("answers a need that no assessment ticked", OPEN_PLAN),
    "outcome": Reason("an outcome is recorded"),
    "no_outcome": Reason("no outcome at the last review", HOLD),
}


def measures(numbers: Numbers) -> Measures:  # noqa: ARG001 - the shape of all criteria
    """The indicators that count goals."""
    return {
        "cp9": Measure(open_goals, whole_goal, kind="goal", mended=OPEN_PLAN, deed=COMPLETE),
        "cp10": Measure(reviewed_goals, goal_reviewed, kind="goal", mended=OPEN_PLAN, deed=REVIEW),
    }
