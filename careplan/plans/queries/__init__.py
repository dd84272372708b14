"""Reads of the plans room; the first argument is always the services of the actor.

For others: `clock` and `clocked` (the state of many plans), `plan_summary`, `waiting`.
"""

from careplan.plans.queries.readings import Clocked, clock, clocked, clocked_of
from careplan.plans.queries.today import PlanSummary, plan_summary, waiting
