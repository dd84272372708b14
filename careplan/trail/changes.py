"""Which services' records have changed: what is kept from one request to the next is used while nothing did.

Whatever a session writes counts, but for what only lets people in (`UNREAD`); what is written past the session says
so itself (`changed`). The marks are renewed last before the commit and in one order, so that two writers of a service
wait for each other only while one commits, and never in a ring.
"""

from collections.abc import Iterable
from secrets import randbits
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import ORMExecuteState, Session

ALL = ""
"""Instead of a service's id: what belongs to none alone."""
UNREAD = frozenset(
    {
        *(
            "changes",
            "confirmations",
            "drafts",
            "imports",
            "sign_in_failures",
            "sign_in_links",
            "submissions",
        ),
        *("trail_entries", "workers"),
    }
)
"""Tables that no figure rests on."""
_RENEW = text(
    "INSERT INTO changes (service_id, mark) VALUES (:service_id, :mark)"
    " ON CONFLICT (service_id) DO UPDATE SET mark = excluded.mark"
)


def changed(session: Any, service_id: str = ALL) -> None:
    """Renew the mark of a service when this transaction commits: something was written past the session's rows."""
    session.info.setdefault("changed", set()).add(service_id)


def services_of(rows: Iterable[Any]) -> set[str]:
    """Whose record the rows are of."""
    return {getattr(row, "service_id", None) or ALL for row in rows if row.__tablename__ not in UNREAD}


def _watch(session: Session, _context: Any, _instances: Any) -> None:
    touched = (row for row in session.dirty if session.is_modified(row))
    for service_id in services_of((*session.new, *touched, *session.deleted)):
        changed(session, service_id)


def _watch_statement(state: ORMExecuteState) -> None:
    """A statement that writes many rows at once: they belong to whoever it says in its options, else to all."""
    if state.is_select:
        return
    table = getattr(state.statement, "table", None)
    if table is not None and table.name not in UNREAD:
        changed(state.session, state.execution_options.get("service_id", ALL))


def _renew(session: Session) -> None:
    services = session.info.get("changed")
    if not services or session.in_nested_transaction():
        return
    marks = [{"service_id": one, "mark": randbits(40)} for one in sorted(services)]
    session.connection().execute(_RENEW, marks)
    services.clear()


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("changed", None)


event.listen(Session, "before_flush", _watch)
event.listen(Session, "do_orm_execute", _watch_statement)
event.listen(Session, "before_commit", _renew)
event.listen(Session, "after_rollback", _forget)
