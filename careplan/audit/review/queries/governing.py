"""What stands at a service or a partnership itself: policies, posts, audits, incidents, returns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from careplan.audit.review.rules import facts
from careplan.governance.models import Return
from careplan.governance.registers import ClinicalAudit, Incident, Post, ServicePolicy
from careplan.ground.scope import Scope, grouped, made, rows
from careplan.staff.models import Partnership


def policies(view: Scope) -> Mapping[str, tuple[facts.Policy, ...]]:
    """Policies by service."""
    row = ServicePolicy
    statement = (
        select(row.service_id, row.policy, row.approved_on, row.review_due_on)
        .where(view.mine(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.Policy(*columns)) for parent, *columns in rows(statement))


def posts(view: Scope) -> Mapping[str, tuple[facts.Post, ...]]:
    """Posts by service."""
    row = Post
    statement = (
        select(row.service_id, row.id, row.role, row.established_wte, row.status)
        .add_columns(row.direct_work_percent, row.experience_years, row.accredited, row.experience_in)
        .where(view.mine(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.Post(*columns)) for parent, *columns in rows(statement))


def audits(view: Scope) -> Mapping[str, tuple[facts.ClinicalAudit, ...]]:
    """Clinical audits by service."""
    row = ClinicalAudit
    statement = select(row.service_id, row.id, row.completed_on).where(view.mine(row)).order_by(row.id)
    return grouped((parent, facts.ClinicalAudit(*columns)) for parent, *columns in rows(statement))


def incidents(view: Scope) -> Mapping[str, tuple[facts.Incident, ...]]:
    """Incidents by service."""
    row = Incident
    statement = select(row.service_id, row.id, row.happened_on).where(view.mine(row)).order_by(row.id)
    return grouped((parent, facts.Incident(*columns)) for parent, *columns in rows(statement))


def answered(view: Scope, whose: ColumnElement[bool]) -> Mapping[str, tuple[facts.Return, ...]]:
    """Returns by the unit that gave them."""
    row = Return
    statement = (
        select(row.unit_id, row.question, row.key, row.value, row.recorded_on)
        .where(whose, view.live(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.Return(*columns)) for parent, *columns in rows(statement))


def standing(view: Scope) -> Mapping[str, Mapping[str, tuple[Any, ...]]]:
    """Everything that stands at services, by the name of the fact's field and then by service."""
    return {
        "policies": policies(view),
        "posts": posts(view),
        "audits": audits(view),
        "incidents": incidents(view),
        "returns": answered(view, Return.service_id.in_(view.services)),
    }


def partnerships(view: Scope, ids: frozenset[str]) -> tuple[facts.Partnership, ...]:
    """Partnerships with the answers they gave themselves."""
    given = answered(view, Return.partnership_id.in_(ids))
    statement = (
        select(Partnership.id, Partnership.name).where(Partnership.id.in_(ids)).order_by(Partnership.id)
    )
    return tuple(made(facts.Partnership, columns, returns=given[columns[0]]) for columns in rows(statement))
