"""What may wait for a worker: a line of Today, and the facts that it is made of. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any


class Rank(IntEnum):
    """Safety first, then who waits to be seen for too long, what is overdue, what is due, what is merely open."""

    SAFETY = 1
    WAITING = 2
    OVERDUE = 3
    DUE = 4
    OPEN = 5


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of Today: one client, one reason, one button that leads to where it is done.

    `dated` says in words what the day in `since` is. Of the lines of one client with the same `subject` only the
    first is shown; a stored task's is its source, and a line without one stands for itself. `of_manager`: the managers
    of the service see it whoever keeps the case, and `of_prescriber`: so do the prescribers. `worker_id`: whom the
    line names, where that is not the keyworker. `asked`: it waits for a colleague who was asked, or whoever
    countersigns, and is nobody's caseload. `instead`: "for Amira, away until 5 December", where it stands here so.
    """

    episode_id: str
    client_name: str
    reason: str
    since: date
    rank: Rank
    endpoint: str
    values: tuple[tuple[str, str], ...]
    button: str
    service_id: str = ""
    keyworker_id: str | None = None
    dated: str = ""
    subject: str = ""
    of_manager: bool = False
    of_prescriber: bool = False
    worker_id: str | None = None
    instead: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class CameOut:
    """A client came out of prison or hospital: from where, in words, the first day out, and the last day with an opioid
    medicine in hand, None where there is none or nobody knows of one.
    """

    where: str
    on: date
    covered_until: date | None = None


def _no_values(*_: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Pending:
    """SELECTs of facts that may wait for a worker (`ground/marks`; each names the root id of its episode, or none).

    `facts` are their classes; `lines(rows, worker, on)` says what waits for the worker of rows of a fact and the record
    it stands in (`clients/rules/todo`), None for what stands in none, and reads more where there are any; `values(on)`
    are further values of the statement.
    """

    facts: tuple[type[Any], ...]
    rows: Callable[[], Iterable[Any]]
    lines: Callable[[Sequence[tuple[Any, Any]], Any, date], Iterable[Todo]]
    values: Callable[[date], Mapping[str, Any]] = _no_values


def each(lines: Callable[[Any, Any, Any, date], Iterable[Todo]]) -> Callable[..., Iterable[Todo]]:
    """The lines of facts that each tell by themselves what waits."""
    return lambda rows, worker, on: (line for fact, of in rows for line in lines(fact, of, worker, on))
