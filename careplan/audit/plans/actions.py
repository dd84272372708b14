"""Writes of the audit's plans: an action line, its withdrawal, a national mid-point."""

from dataclasses import asdict
from decimal import Decimal

from careplan.audit.plans.models import ActionLine
from careplan.audit.plans.rules import Planned
from careplan.audit.review.models import Midpoint
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class Withdrawn(ValueError):
    """The line was withdrawn before."""


def add_line(*, by: Actor, service_id: str, planned: Planned) -> ActionLine:
    """A line of the service's action plan."""
    line = line_row(by, service_id, planned)
    db.add(line)
    write(
        "action_line.added",
        by=by,
        service_id=service_id,
        subject=f"action_lines:{line.id}",
        detail={"measure": line.measure, "target": line.target},
    )
    return line


def withdraw_line(*, by: Actor, line: ActionLine, reason: str) -> ActionLine:
    """Nobody follows the line any more; filled once. Raises Withdrawn."""
    if line.withdrawn_at is not None:
        raise Withdrawn(line.id)
    line.withdrawn_at, line.withdrawn_by, line.withdrawn_reason = now(), by.id, reason
    db.session.flush()
    write("action_line.withdrawn", by=by, service_id=line.service_id, subject=f"action_lines:{line.id}")
    return line


def line_row(by: Actor, service_id: str, planned: Planned, signed_audit_id: str | None = None) -> ActionLine:
    """The row of an action line of a service."""
    whose = {"level": "service", "unit_id": service_id, "signed_audit_id": signed_audit_id}
    return ActionLine(**whose, **asdict(planned), recorded_by=by.id)


def set_midpoint(
    *, by: Actor, service_id: str, ruleset: Ruleset, measure: str, percent: Decimal | None, source: str
) -> Midpoint:
    """From now on the service's audits are judged against this mid-point; without percent against none."""
    row = Midpoint(
        service_id=service_id,
        ruleset=ruleset.edition,
        measure=measure,
        percent=percent,
        source=source,
        recorded_by=by.id,
    )
    db.add(row)
    write(
        "midpoint.set",
        by=by,
        service_id=service_id,
        subject=f"midpoints:{row.id}",
        detail={"measure": measure, "percent": None if percent is None else str(percent)},
    )
    return row
