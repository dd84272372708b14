"""A measure at any day: the same facts judged at each census by the same definition."""

from dataclasses import replace

from careplan.audit.measures import measures_by
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Request
from careplan.audit.rules.facts import Service
from careplan.audit.rules.holding import Reading
from careplan.audit.rules.judging import Judge, in_scope
from careplan.audit.rules.outliers import Peers
from careplan.audit.rules.ruleset import CriterionRule, MeasureRule


def reading(
    request: Request, service: Service, bound: tuple[CriterionRule, MeasureRule], census: Census, peers: Peers
) -> Reading:
    """The measure of a service at a census; `peers` is what others are like at it, where the measure asks."""
    criterion, rule = bound
    measures = measures_by(request.ruleset.numbers)
    judge = Judge(replace(request, census=census), measures, peers=peers)
    result = judge.measure(rule, in_scope((service,), criterion.services))
    return Reading(census.on, result.value, result.band)
