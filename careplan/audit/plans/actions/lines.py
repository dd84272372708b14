"""Action plans: a line is added, and may be withdrawn with a reason. It closes by itself."""

from careplan.audit.plans.models import ActionLine
from careplan.audit.plans.rules.planned import Planned
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class Withdrawn(ValueError):
    """The line was withdrawn before."""


def add_line(*, by: Actor, service_id: str, planned: Planned) -> ActionLine:
    """A line of the service's action plan."""
    line = line_row(by, service_id, planned)
    db.session.add(line)
    db.session.flush()
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
    return ActionLine(
        level="service",
        unit_id=service_id,
        signed_audit_id=signed_audit_id,
        question=planned.question,
        measure=planned.measure,
        action=planned.action,
        owner=planned.owner,
        owner_id=planned.owner_id,
        due_on=planned.due_on,
        start_on=planned.start_on,
        start_band=planned.start_band,
        target=planned.target,
        recorded_by=by.id,
    )
