"""What stands beside a question and is no care plan indicator: help of outside agencies (10.2). Never scored."""

from collections.abc import Iterator
from functools import partial

from careplan.audit.review.measures.care_plan import OPEN_PLAN, plan_episode
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import Case, Measure, Reason, Reasons
from careplan.audit.review.rules.verdict import Verdict, either
from careplan.plans.rules.facts import Goal
from careplan.plans.rules.versions import active

SOCIAL = "social"


def social_goals(service: Service, census: Census) -> Iterator[Case[Goal]]:
    """The goals in the social domain of active plans of episodes in treatment."""
    for episode in service.episodes:
        plan = active(episode.plans, census.on) if plan_episode(episode, census.on) else None
        yield from (
            Case(goal.id, goal, episode) for goal in (plan.goals if plan else ()) if goal.domain == SOCIAL
        )


def outside_help(case: Case[Goal], census: Census, helped: frozenset[str]) -> Verdict:  # noqa: ARG001 - the shape of `judge`
    """10.2: an action of the goal names an outside agency; `helped` are the ids of goals with such an action."""
    return either(case.id in helped, "outside_agency", "no_outside_agency")


REASONS: Reasons = {
    "outside_agency": Reason("an action names an outside agency"),
    "no_outside_agency": Reason("no action names an outside agency"),
}


def measures(helped: frozenset[str]) -> dict[str, Measure[Goal]]:
    """The measures of this table, by the ids of goals with an action of an outside agency."""
    return {"outside_help": Measure(social_goals, partial(outside_help, helped=helped), mended=OPEN_PLAN)}


NAMES = frozenset(measures(frozenset()))
