"""The caseload: which clients a filter keeps, and in what order they stand. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from careplan.plans.rules.clock import ClockStatus, Reading


class Whose(StrEnum):
    """Whose clients a list holds."""

    MINE = "mine"
    ALL = "all"
    NOBODYS = "nobodys"


class State(StrEnum):
    """What a list is narrowed to, by the review clock."""

    DUE = "due"
    LATE = "late"
    OVERDUE = "overdue"
    BEHIND = "behind"
    MISSING = "missing"
    NOT_DUE = "not_due"
    WAITING = "waiting"
    NO_PLAN = "no_plan"
    PAUSED = "paused"
    DIED = "died"


class Order(StrEnum):
    """How a list is sorted."""

    URGENCY = "urgency"
    NAME = "name"


STATES: dict[State, tuple[ClockStatus, ...]] = {
    State.WAITING: (ClockStatus.WAITING,),
    State.OVERDUE: (ClockStatus.OVERDUE,),
    State.MISSING: (ClockStatus.PLAN_MISSING,),
    State.LATE: (ClockStatus.LATE_LOCAL,),
    State.BEHIND: (ClockStatus.LATE_LOCAL, ClockStatus.OVERDUE),
    State.DUE: (ClockStatus.DUE_SOON,),
    State.NOT_DUE: (ClockStatus.NOT_DUE,),
    State.NO_PLAN: (ClockStatus.PLAN_NOT_YET,),
    State.PAUSED: (ClockStatus.PAUSED,),
    State.DIED: (ClockStatus.DIED, ClockStatus.CLOSED),
}
"""The states of the clock behind each, in the order of the filter."""
URGENT = (
    ClockStatus.OVERDUE,
    ClockStatus.PLAN_MISSING,
    ClockStatus.LATE_LOCAL,
    ClockStatus.DUE_SOON,
    ClockStatus.WAITING,
    ClockStatus.PLAN_NOT_YET,
    ClockStatus.NOT_DUE,
    ClockStatus.DIED,
    ClockStatus.PAUSED,
    ClockStatus.CLOSED,
)


class Clocked(Protocol):
    """What the lists ask of a client: service, keyworker, where the clock stands."""

    @property
    def service_id(self) -> str:
        """The service of the episode."""

    @property
    def keyworker_id(self) -> str | None:
        """Who keeps the case."""

    @property
    def started_on(self) -> date | None:
        """Treatment start."""

    @property
    def reading(self) -> Reading:
        """What the clock says."""


C = TypeVar("C", bound=Clocked)


def kept(
    rows: Iterable[C], worker_id: str, whose: Whose, state: State | None, service_id: str | None
) -> list[C]:
    """The rows that a filter keeps, in the order they came."""
    return [
        row
        for row in rows
        if (whose is not Whose.MINE or row.keyworker_id == worker_id)
        and (whose is not Whose.NOBODYS or row.keyworker_id is None)
        and (state is None or row.reading.status in STATES[state])
        and (service_id is None or row.service_id == service_id)
    ]


def sorted_by(rows: list[C], order: Order) -> list[C]:
    """By name as they came; or who waits to be seen too long, what is overdue by most, no plan, late, due, the rest."""
    return rows if order is Order.NAME else sorted(rows, key=_urgency)


def _urgency(row: Clocked) -> tuple[int, int]:
    waited = row.reading.waited
    if waited is not None:
        return (-1 if row.reading.too_long else URGENT.index(ClockStatus.WAITING)), -waited
    left = row.reading.days_left
    if left is None:
        left = row.started_on.toordinal() if row.started_on else date.max.toordinal()
    return URGENT.index(row.reading.status), left


def counts(rows: Iterable[Clocked]) -> dict[State, int]:
    """How many clients stand in each state."""
    listed = Counter(row.reading.status for row in rows)
    return {state: sum(listed[status] for status in those) for state, those in STATES.items()}
