"""Risk levels and actions as frozen facts, by root of their assessment, as known."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select

from careplan.assessment.models import Assessment
from careplan.ground.scope import Scope, chain, coded, grouped, rows
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.models import RiskAction, RiskLevel
from careplan.risk.rules import Planned

DOMAINS, LEVELS = coded(RiskDomain), coded(Level)


def levels(view: Scope) -> Mapping[str, Mapping[RiskDomain, Level]]:
    """Level by domain, by assessment; an assessment without any is there, too."""
    assessment, row = chain(Assessment), RiskLevel
    statement = (
        select(assessment.root_id, row.domain, row.level)
        .join(assessment, view.below(assessment, row.assessment_id))
        .where(row.service_id.in_(view.services), view.live(row))
        .order_by(row.assessment_id, row.domain)
    )
    result: dict[str, dict[RiskDomain, Level]] = defaultdict(dict)
    for parent, domain, level in rows(statement):
        result[parent][DOMAINS[domain]] = LEVELS[level]
    return result


def actions(view: Scope) -> Mapping[str, tuple[Planned, ...]]:
    """Risk actions by assessment."""
    assessment, row = chain(Assessment), RiskAction
    statement = (
        select(assessment.root_id, row.domain, row.responsible, row.due_on)
        .join(assessment, view.below(assessment, row.assessment_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (parent, Planned(DOMAINS[domain], who, due_on)) for parent, domain, who, due_on in rows(statement)
    )
