"""Whether anything was written since: what keeps values from one request to the next."""

from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ScalarSelect, Select, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session

from careplan.ground.reading import read
from careplan.ground.types import Id, listed
from careplan.trail.changes import ALL, COMING, ROUND, SHARED, WHOLE
from careplan.trail.models import Change

__all__ = ["COMING", "ROUND", "SHARED", "mark_of", "marks", "marks_by_record", "marks_of", "wrote"]


def marks(services: frozenset[str] | None = None, part: str = WHOLE) -> int:
    """The marks of these services, or of all, as one number; another one after every committed change to the part.

    What belongs to no service alone counts for each. One statement.
    """
    values = {"part": part} | ({} if services is None else {"services": [ALL, *sorted(services)]})
    return int(read(_marks(services is None), values)[0][0])


@cache
def _marks(every: bool) -> Select[Any]:
    """Built once: pages that are kept ask nothing else."""
    rows = _sum().where(Change.part == bindparam("part", type_=Id))
    return rows if every else rows.where(listed(Change.service_id, "services"))


def marks_by_record(services: frozenset[str]) -> dict[tuple[str, str], int]:
    """The marks of each client's record at these services, and of what is shared, by part and service. One statement.

    Where two readings differ in those of records alone, nothing else was written between them.
    """
    return {(row[0], row[1]): row[2] for row in read(_by_record(), {"services": [ALL, *sorted(services)]})}


@cache
def _by_record() -> Select[str, str, int]:
    rows = select(Change.part, Change.service_id, Change.mark)
    return rows.where(Change.part.not_in([WHOLE, COMING, ROUND]), listed(Change.service_id, "services"))


def wrote(session: Session) -> bool:
    """Whether this transaction has something of a record to write, or wrote it already."""
    return bool(session.info.get("changed") or session.new or session.dirty or session.deleted)


def marks_of(services: Select[Any]) -> ScalarSelect[int]:
    """Within a statement: the marks of what services that a select names share, and of what belongs to none alone."""
    mine = or_(Change.service_id == ALL, Change.service_id.in_(services))
    return _sum().where(Change.part == SHARED, mine).scalar_subquery()


def mark_of(client_id: Any) -> ScalarSelect[int]:
    """Within a statement: the mark of what is of one client's record alone."""
    return _sum().where(Change.part == client_id).scalar_subquery()


def _sum() -> Select[Any]:
    return select(cast(func.coalesce(func.sum(Change.mark), 0), BigInteger))
