"""What plans and reviews hold already of the steps of leaving."""

from collections.abc import Iterator
from datetime import date, timedelta

from careplan.clients.models import Episode
from careplan.plans.codes import ExitStep, GoalStatus, PlanKind
from careplan.plans.queries.versions import counted, goals, reviews, versions
from careplan.plans.rules.exit_steps import EXIT_STEPS
from careplan.plans.rules.versions import active
from careplan.ui.words import day


def exits(services: frozenset[str], episode: Episode, on: date) -> Iterator[tuple[ExitStep, str]]:
    """The last review, goals that are all settled, an aftercare plan that holds. Six statements."""
    since = on - timedelta(days=EXIT_STEPS.on(on).recent.days)
    review = next((one for one in reviews(services, episode) if one.held), None)
    if review is not None and review.reviewed_on >= since:
        yield ExitStep.EXIT_REVIEW, f"Held {day(review.reviewed_on)}"
    plans = versions(services, episode)
    current = active(counted(services, plans), on)
    plan = next((one for one in plans if current is not None and one.id == current.id), None)
    if plan is not None and all(one.status is not GoalStatus.OPEN for one in goals(services, plan, on)):
        yield ExitStep.GOALS, "None is open"
    agreed = next((one for one in plans if one.agreed_on), None)
    if agreed is not None and agreed.kind == PlanKind.AFTERCARE:
        yield ExitStep.AFTERCARE_PLAN, f"Agreed {day(agreed.agreed_on)}"
