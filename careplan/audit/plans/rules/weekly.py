"""A measure at any day: the same facts judged at each census by the same definition."""

from collections.abc import Mapping
from fractions import Fraction

from careplan.audit.plans.rules.bound import Bound
from careplan.audit.plans.rules.holding import Reading
from careplan.audit.review.measures import measures_by
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.judging import Judge, in_scope
from careplan.audit.review.rules.outliers import Peers


def reading(
    bound: Bound, service: Service, census: Census, midpoints: Mapping[str, Fraction], peers: Peers
) -> Reading:
    """The measure of a service at a census; `peers` is what others are like at it, where the measure asks."""
    unit = Unit(Level.SERVICE, service.id, service.name)
    request = Request(unit, census, bound.ruleset, midpoints)
    judge = Judge(request, measures_by(bound.ruleset.numbers), peers=peers)
    result = judge.measure(bound.rule, in_scope((service,), bound.criterion.services))
    return Reading(census.on, result.value, result.band)
