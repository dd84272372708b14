"""The one place that writes the trail."""

from typing import Any, Protocol

from careplan.ground.db import db
from careplan.trail.models import TrailEntry


class Author(Protocol):
    """Whoever acts: all the trail needs is an id."""

    @property
    def id(self) -> str:
        """The worker's id."""


def write(
    action: str,
    *,
    by: Author | str,
    subject: str,
    service_id: str | None = None,
    client_id: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add an entry to this transaction: `action` as noun.verb, `subject` as table:id, `by` a worker or a system job."""
    actor = by if isinstance(by, str) else by.id
    db.session.add(
        TrailEntry(
            actor=actor, action=action, subject=subject, service_id=service_id, client_id=client_id, detail=detail
        )
    )
    db.session().info["trailed"] = True
