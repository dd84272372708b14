"""Whether anything was written since: what keeps values from one request to the next."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, ScalarSelect, Select, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session

from careplan.ground.clock import today
from careplan.ground.memory import Kept
from careplan.ground.reading import read
from careplan.ground.types import Id, listed
from careplan.trail.changes import ALL, COMING, ROUND, SHARED, WHOLE
from careplan.trail.models import Change

T = TypeVar("T")
FEW = 50
"""Up to how many written records are read by themselves."""
__all__ = [
    "COMING",
    "ROUND",
    "SHARED",
    "ByRecord",
    "mark_of",
    "marks",
    "marks_by_record",
    "marks_of",
    "wrote",
]


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


@dataclass(frozen=True, slots=True)
class _Value(Generic[T]):
    """A value as it was read that day, and the marks of the records before that."""

    value: T
    read_on: date
    records: Mapping[tuple[str, str], int]


class ByRecord(Generic[T]):
    """At most so many values of this process, each of some services."""

    def __init__(self, most: int) -> None:
        self._kept: Kept[_Value[T]] = Kept(most)

    def get(
        self,
        key: Hashable,
        services: frozenset[str],
        make: Callable[[], T],
        renew: Callable[[T, frozenset[str]], T | None],
    ) -> T:
        """The value of a key as it stands. `renew`: the value of before with these records (root ids of clients) read
        again; none where the whole has to be made.

        The marks and the day are read before the facts: what changes meanwhile, the next reader reads. One statement.
        """
        on, records = today(), marks_by_record(services)
        before, value = self._kept.last(key), None
        if before is not None and before.read_on == on:
            written = frozenset(part for (part, _), _ in records.items() ^ before.records.items())
            if SHARED not in written and len(written) <= FEW:
                value = renew(before.value, written) if written else before.value
        value = make() if value is None else value
        state = on, frozenset(records.items())
        return self._kept.get(key, state, lambda: _Value(value, on, records)).value
