"""The measures by id: each a pure function from record to verdict; and the reports made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from careplan.audit.review.measures import (
    beside,
    c01,
    c02,
    c03,
    c04,
    c05,
    c06,
    c07,
    c08,
    c10,
    c11,
    care_plan,
    goals,
    standards,
    units,
)
from careplan.audit.review.measures import completeness as items
from careplan.audit.review.measures.completeness import completeness
from careplan.audit.review.rules.engine import Report, Request
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.judging import NO_PEERS, Judge, report
from careplan.audit.review.rules.measure import Measure, Measures, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import CriterionRule, FigureWords, MeasureRule, Ruleset, load

ROOMS = (c01, c02, c03, c04, c05, c06, c07, c08, c10, c11, care_plan, goals, standards)


def measures_by(numbers: Numbers) -> Measures:
    """Every measure, with the numbers of a ruleset."""
    return {key: measure for room in ROOMS for key, measure in room.measures(numbers).items()}


MEASURES = measures_by(load().numbers)
INDICATORS: Measures = {rule.id: MEASURES[rule.id] for rule in load().indicators if rule.id in MEASURES}
"""Of the current ruleset; `careplan standards check` names one that nothing judges."""
REASONS: Reasons = {
    code: one for room in (*ROOMS, units, items, beside) for code, one in room.REASONS.items()
}
"""Every reason code, as the measure that gives it words it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted: a measure with its criterion and rule, or a figure beside them without."""

    key: str
    title: str
    words: FigureWords | MeasureRule
    measure: Measure[Any]
    criterion: CriterionRule | None = None
    rule: MeasureRule | None = None

    @property
    def unit(self) -> str | None:
        """What it is told in."""
        return "%" if self.rule is None else self.rule.unit

    @property
    def up(self) -> bool:
        """Whether a higher figure is the better one."""
        return self.rule is None or self.rule.up

    @property
    def compares(self) -> bool:
        """Whether its band comes from the figures of other units."""
        return self.rule is not None and self.rule.compares


def figures(ruleset: Ruleset) -> dict[str, Figure]:
    """The measures and then the indicators of a ruleset by id, in its order."""
    pairs = list(ruleset.measures())
    every = [Figure(r.id, f"{r.id} {r.words}", r, MEASURES[r.measure], c, r) for c, r in pairs]
    plans = [Figure(r.id, f"{r.id.upper()} {r.words}", r, MEASURES[r.id]) for r in ruleset.indicators]
    return {one.key: one for one in (*every, *plans)}


def audit(
    request: Request,
    services: Sequence[Service],
    partnership: Partnership | None = None,
    peers: Peers = NO_PEERS,
) -> Report:
    """The report over a unit's services; a partnership adds its own answers, `peers` what others are like."""
    judge = Judge(request, measures_by(request.ruleset.numbers), partnership, peers)
    return report(judge, services, completeness(services, request.census))
