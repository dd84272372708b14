"""Tables of the plans room."""

from careplan.plans.models.plan import CarePlan, Goal, GoalAction, Need
from careplan.plans.models.review import CarePlanReview, GoalOutcome
