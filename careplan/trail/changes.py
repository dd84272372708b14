"""Which services' records have changed: what is kept from one request to the next is used while nothing did.

Whatever a session writes counts, but for what only lets people in (`UNREAD`); what is written past the session says
so itself (`changed`). The marks are renewed last before the commit and in one order, so that two writers of a service
wait for each other only while one commits, and never in a ring.

Beside the mark of all that is written at a service stand marks of parts of it: `SHARED` is what is not known to be of
one client's record alone, and a client's id the part of that record. Whoever shows one record needs these two.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from secrets import randbits
from typing import Any

from sqlalchemy import Table, event, text
from sqlalchemy.orm import ORMExecuteState, Session

ALL = ""
"""Instead of a service's id: what belongs to none alone."""
WHOLE, SHARED, COMING, ROUND = "", "shared", "coming", "round"
"""Parts: all of it, what is of no one record, who comes for a dose, and whatever the dose round shows."""
COMES = frozenset(
    {
        *("clients", "courses", "dose_orders", "episodes", "pauses", "reassessments", "regimens"),
        *("services", "standards_in_force"),
    }
)
SHOWN = COMES | {"dose_events"}
"""The tables of the last two."""
PEOPLE = frozenset({"clients", "episodes"})
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
        *("survey_links", "trail_entries", "workers"),
    }
)
"""Tables that no figure rests on."""
_RENEW = text(
    "INSERT INTO changes (part, service_id, mark) VALUES (:part, :service_id, :mark)"
    " ON CONFLICT (part, service_id) DO UPDATE SET mark = excluded.mark"
)


def changed(session: Any, service_id: str = ALL, parts: Iterable[str] = (SHARED, COMING, ROUND)) -> None:
    """Renew the mark of a service when this transaction commits: something was written past the session's rows.

    `parts`: which of its parts, all unless some are named.
    """
    marks = session.info.setdefault("changed", set())
    marks.update((part, service_id) for part in (WHOLE, *parts))


def within(session: Any, client_id: str, ids: Collection[str]) -> None:
    """Until the transaction ends, what names no other client, episode or service than `ids` is of one record alone."""
    session.info["record"] = client_id, frozenset(ids)


def record_of(session: Any) -> str:
    """The part that this transaction's record is, or what is shared."""
    return str(session.info.get("record", (SHARED,))[0])


def services_of(rows: Iterable[Any]) -> set[str]:
    """Whose record the rows are of."""
    return {getattr(row, "service_id", None) or ALL for row in rows if row.__tablename__ not in UNREAD}


def _parts(session: Session, row: Any) -> Iterator[str]:
    """Which parts of its service's record a row is of."""
    name, (_, ids) = row.__tablename__, session.info.get("record", (SHARED, frozenset()))
    named = _leads(row.__table__)
    alone = named is not None and {getattr(row, key) for key in named} <= {None, *ids}
    yield record_of(session) if alone else SHARED
    yield from _of_round(name)


def _of_round(table: str) -> Iterator[str]:
    yield from (part for part, tables in ((COMING, COMES), (ROUND, SHOWN)) if table in tables)


@cache
def _leads(table: Table) -> tuple[str, ...] | None:
    """The columns that name a service, a client or an episode; None for a table of other things, and of these."""
    keys = [key for key in table.foreign_keys if key.column.table is not table]
    leads = any(key.column.table.name in PEOPLE or _leads(key.column.table) is not None for key in keys)
    if not leads or table.name in PEOPLE:
        return None
    own = {key.parent.name for key in keys if key.column.table.name in PEOPLE}
    return tuple(sorted(own | ({"service_id"} & set(table.columns.keys()))))


def _watch(session: Session, _context: Any, _instances: Any) -> None:
    touched = (row for row in session.dirty if session.is_modified(row))
    for row in (*session.new, *touched, *session.deleted):
        for service_id in services_of([row]):
            changed(session, service_id, _parts(session, row))


def _watch_statement(state: ORMExecuteState) -> None:
    """A statement that writes many rows at once: they belong to all, unless it says in its options that they are of
    the record that was opened at a service, and of no other.
    """
    table = None if state.is_select else getattr(state.statement, "table", None)
    if table is None or table.name in UNREAD:
        return
    if service_id := state.execution_options.get("record_at"):
        changed(state.session, service_id, (record_of(state.session), *_of_round(table.name)))
    else:
        changed(state.session)


def _renew(session: Session) -> None:
    marks = session.info.get("changed")
    if not marks or session.in_nested_transaction():
        return
    rows = [{"part": part, "service_id": one, "mark": randbits(40)} for part, one in sorted(marks)]
    session.connection().execute(_RENEW, rows)
    marks.clear()


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("changed", None)
        session.info.pop("record", None)


event.listen(Session, "before_flush", _watch)
event.listen(Session, "do_orm_execute", _watch_statement)
event.listen(Session, "before_commit", _renew)
event.listen(Session, "after_commit", _forget)
event.listen(Session, "after_rollback", _forget)
