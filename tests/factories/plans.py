"""Care plans, needs, goals, actions, reviews, outcomes."""

from datetime import date

import factory

from careplan.plans.models import (
    CarePlan,
    CarePlanReview,
    Goal,
    GoalAction,
    GoalOutcome,
    LostTouchStep,
    Need,
    PlanOption,
)
from tests.factories.base import Fact
from tests.factories.clients import OfEpisode


class CarePlanFactory(OfEpisode):
    class Meta:
        model = CarePlan

    version = 1
    kind = "comprehensive"
    drafted_on = date(2025, 2, 3)


class NeedFactory(OfEpisode):
    class Meta:
        model = Need

    domain = "drug_alcohol"
    words = "Stop using heroin on top"
    priority = "high"
    wants_help = "now"


class GoalFactory(Fact):
    """Give `plan=`."""

    class Meta:
        model = Goal
        exclude = ("plan",)

    plan = factory.SubFactory(CarePlanFactory)
    care_plan_id = factory.SelfAttribute("plan.id")
    service_id = factory.SelfAttribute("plan.service_id")
    domain = "drug_alcohol"
    wording = "No heroin for four weeks"
    measure = "Days of use"
    target_on = date(2025, 5, 1)
    responsible = "Janet and Kay"
    status = "open"


class GoalActionFactory(Fact):
    """Give `goal=`."""

    class Meta:
        model = GoalAction
        exclude = ("goal",)

    goal = factory.SubFactory(GoalFactory)
    goal_id = factory.SelfAttribute("goal.id")
    service_id = factory.SelfAttribute("goal.service_id")
    action = "Weekly keywork"
    responsible = "Kay Keyworker"


class CarePlanReviewFactory(OfEpisode):
    class Meta:
        model = CarePlanReview

    reviewed_on = date(2025, 5, 1)
    held = True
    client_present = True


class GoalOutcomeFactory(Fact):
    class Meta:
        model = GoalOutcome

    status = "partly"


class LostTouchStepFactory(Fact):
    """Give `plan=`."""

    class Meta:
        model = LostTouchStep
        exclude = ("plan",)

    plan = factory.SubFactory(CarePlanFactory)
    care_plan_id = factory.SelfAttribute("plan.id")
    service_id = factory.SelfAttribute("plan.service_id")
    place = 1
    way = "phone"
    after_days = 1


class PlanOptionFactory(Fact):
    """Give `plan=`."""

    class Meta:
        model = PlanOption
        exclude = ("plan",)

    plan = factory.SubFactory(CarePlanFactory)
    care_plan_id = factory.SelfAttribute("plan.id")
    service_id = factory.SelfAttribute("plan.service_id")
    place = 1
    option = "inpatient_detox"
    words = "Some days in a unit"
    answer = "declined"
    why = "Tried it twice"
