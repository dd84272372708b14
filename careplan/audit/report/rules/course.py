"""A measure over time: the same facts judged at each of several censuses by the same definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from careplan.audit.review.measures import INDICATORS, measures_by
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Request, Result
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.judging import NO_PEERS, Judge, in_scope
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import CriterionRule, MeasureRule
from careplan.audit.review.rules.tally import Tally


@dataclass(frozen=True, slots=True)
class Facts:
    """What a unit's measures are judged over: its services, and what a partnership answered itself."""

    services: Sequence[Service]
    partnership: Partnership | None = None


def course(
    request: Request,
    facts: Facts,
    bound: tuple[CriterionRule, MeasureRule],
    censuses: Sequence[Census],
    peers: Mapping[Census, Peers],
) -> tuple[Result, ...]:
    """The result of a measure at each census; the facts are loaded once, as they stand today.

    `peers` is what others are like at each census, where the measure asks.
    """
    criterion, rule = bound
    scope, measures = in_scope(facts.services, criterion.services), measures_by(request.ruleset.numbers)
    return tuple(
        Judge(replace(request, census=one), measures, facts.partnership, peers.get(one, NO_PEERS)).measure(
            rule, scope
        )
        for one in censuses
    )


def indicator_course(services: Sequence[Service], key: str, censuses: Sequence[Census]) -> tuple[Tally, ...]:
    """A care plan indicator at each census."""
    return tuple(tally(INDICATORS[key], services, census) for census in censuses)
