"""Policies, posts, clinical audits and incidents: recorded, corrected by a new row, taken out when mistaken."""

from collections.abc import Mapping
from typing import Any

from careplan.governance.codes import Kept
from careplan.governance.queries.kept import TABLES
from careplan.ground.corrections import strike, supersede
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write

NAMES = {
    Kept.POLICIES: "policy",
    Kept.POSTS: "post",
    Kept.CLINICAL_AUDITS: "clinical_audit",
    Kept.INCIDENTS: "incident",
}


def record(*, by: Actor, kind: Kept, service_id: str, values: Mapping[str, Any]) -> Any:
    """A new row of the kind at the service, with the columns of its table."""
    row = TABLES[kind](service_id=service_id, recorded_by=by.id, **values)
    db.session.add(row)
    db.session.flush()
    _written("recorded", by, kind, row)
    return row


def correct(*, by: Actor, kind: Kept, row: Any, values: Mapping[str, Any], reason: str) -> Any:
    """A new row in the place of one that no longer holds, which stays readable."""
    right = TABLES[kind](service_id=row.service_id, recorded_by=by.id, **values)
    supersede(row, right, reason=reason)
    _written("corrected", by, kind, right, corrects=row.id)
    return right


def remove(*, by: Actor, kind: Kept, row: Any, reason: str) -> None:
    """Strike out a row that has nothing in its place: it counts no longer."""
    strike(row, by=by.id, reason=reason)
    _written("removed", by, kind, row, reason=reason)


def _written(act: str, by: Actor, kind: Kept, row: Any, **detail: str) -> None:
    write(
        f"{NAMES[kind]}.{act}",
        by=by,
        subject=f"{TABLES[kind].__tablename__}:{row.id}",
        service_id=row.service_id,
        client_id=getattr(row, "client_id", None),
        detail=detail or None,
    )
