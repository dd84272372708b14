"""What a service leaves out of its form from a day on."""

from collections.abc import Collection
from datetime import date

from careplan.assessment.codes import Kind
from careplan.assessment.models import ChecklistChoice
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def leave_out(
    *, by: Actor, service_id: str, kind: Kind, edition: str, from_on: date, hidden: Collection[str]
) -> ChecklistChoice:
    """The choice from that day on. One of a day that is still ahead takes the place of an earlier one of that day."""
    key = {"service_id": service_id, "checklist": kind.value, "edition": edition, "from_on": from_on}
    row = db.session.get(ChecklistChoice, key)
    before = None if row is None else row.hidden
    if row is None:
        row = ChecklistChoice(**key)
        db.session.add(row)
    row.hidden, row.recorded_by, row.recorded_at = " ".join(sorted(hidden)), by.id, now()
    db.session.flush()
    detail = {"checklist": kind.value, "edition": edition, "from": from_on.isoformat(), "hidden": row.hidden}
    if before is not None:
        detail["instead_of"] = before
    write(
        "checklist_choice.made", by=by, subject=f"services:{service_id}", service_id=service_id, detail=detail
    )
    return row
