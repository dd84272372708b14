"""The one place that writes the trail."""

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import insert

from careplan.ground.db import db
from careplan.trail.changes import changed, record_of, within
from careplan.trail.models import TrailEntry

__all__ = ["changed", "record_of", "within", "write", "write_each"]


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
    of: Any = None,
    service_id: str | None = None,
    client_id: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add an entry to this transaction: `action` as noun.verb, `subject` as table:id, `by` a worker or a system job.

    `of`: a row with the service and the client that it is about, in place of their two ids.
    """
    actor = by if isinstance(by, str) else by.id
    if of is not None:
        service_id, client_id = of.service_id, of.client_id
    session = db.session()
    entry: dict[str, Any] = {"actor": actor, "action": action, "subject": subject}
    entry |= {"service_id": service_id, "client_id": client_id, "detail": detail}
    session.connection().execute(_ENTRY, entry)
    session.info["trailed"] = True


def write_each(
    action: str, *, by: Author, about: Iterable[tuple[str, str, str]], detail: dict[str, Any]
) -> None:
    """An entry for each subject with its service and client, in one statement; none where there is nobody."""
    session = db.session()
    entries = [
        {
            "actor": by.id,
            "action": action,
            "subject": subject,
            "service_id": service,
            "client_id": client,
            "detail": detail,
        }
        for subject, service, client in about
    ]
    if entries:
        session.connection().execute(_ENTRY, entries)
        session.info["trailed"] = True


_ENTRY = insert(TrailEntry.metadata.tables[TrailEntry.__tablename__])
"""Written at once and without an object: no page reads the trail, and every page of a record writes to it."""
