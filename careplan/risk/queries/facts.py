"""Risk levels and actions as frozen facts, by root of their assessment, as known."""

from collections.abc import Mapping

from sqlalchemy import select

from careplan.assessment.models import Assessment
from careplan.ground.scope import Scope, chain, grouped, rows
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.models import RiskAction, RiskLevel
from careplan.risk.rules import Planned

DOMAINS = {one.value: one for one in RiskDomain}
LEVELS = {one.value: one for one in Level}
"""By value: a dictionary is several times as fast as the enumeration, for tens of thousands of rows."""


def levels(view: Scope) -> Mapping[str, tuple[tuple[RiskDomain, Level], ...]]:
    """Domain and level by assessment."""
    assessment, row = chain(Assessment), RiskLevel
    statement = (
        select(assessment.root_id, row.domain, row.level)
        .join(assessment, view.below(assessment, row.assessment_id))
        .where(row.service_id.in_(view.services), view.live(row))
        .order_by(row.assessment_id, row.domain)
    )
    return grouped((parent, (DOMAINS[domain], LEVELS[level])) for parent, domain, level in rows(statement))


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
