"""Setting a national mid-point for a service."""

from decimal import Decimal

from careplan.audit.review.models import Midpoint
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


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
    db.session.add(row)
    db.session.flush()
    write(
        "midpoint.set",
        by=by,
        service_id=service_id,
        subject=f"midpoints:{row.id}",
        detail={"measure": measure, "percent": None if percent is None else str(percent)},
    )
    return row
