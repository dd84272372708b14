"""A measure over time: the same facts judged at each of several censuses by the same definition."""

from collections.abc import Sequence
from dataclasses import replace

from careplan.audit.measures import INDICATORS, measures_by
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Request, Result
from careplan.audit.rules.facts import Service
from careplan.audit.rules.judging import Judge, in_scope
from careplan.audit.rules.measure import tally
from careplan.audit.rules.ruleset import CriterionRule, MeasureRule
from careplan.audit.rules.tally import Tally


def course(
    request: Request,
    services: Sequence[Service],
    criterion: CriterionRule,
    rule: MeasureRule,
    censuses: Sequence[Census],
) -> tuple[Result, ...]:
    """The result of a measure at each census; the facts are loaded once, as they stand today.

    Bands that compare with other units need these, and are not given here.
    """
    scope, measures = in_scope(services, criterion.services), measures_by(request.ruleset.numbers)
    return tuple(Judge(replace(request, census=one), measures).measure(rule, scope) for one in censuses)


def indicator_course(services: Sequence[Service], key: str, censuses: Sequence[Census]) -> tuple[Tally, ...]:
    """A care plan indicator at each census."""
    return tuple(tally(INDICATORS[key], services, census) for census in censuses)
