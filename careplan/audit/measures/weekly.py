"""A measure week by week: the same facts judged at each weekly census by the same definition."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from careplan.audit.measures import measures_by
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Request
from careplan.audit.rules.facts import Service
from careplan.audit.rules.holding import Reading
from careplan.audit.rules.judging import NO_PEERS, Judge, in_scope
from careplan.audit.rules.outliers import Peers
from careplan.audit.rules.ruleset import CriterionRule, MeasureRule


def readings(
    request: Request,
    services: Sequence[Service],
    bound: tuple[CriterionRule, MeasureRule],
    censuses: Sequence[Census],
    peers: Mapping[Census, Peers],
) -> tuple[Reading, ...]:
    """The measure of a unit at each census; `peers` is what others are like at it, where the measure asks."""
    criterion, rule = bound
    scope, measures = in_scope(services, criterion.services), measures_by(request.ruleset.numbers)
    found = []
    for census in censuses:
        judge = Judge(replace(request, census=census), measures, peers=peers.get(census, NO_PEERS))
        result = judge.measure(rule, scope)
        found.append(Reading(census.on, result.value, result.band))
    return tuple(found)
