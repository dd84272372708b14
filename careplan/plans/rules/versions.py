"""Which version of a plan counts, and what goes over into the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from careplan.plans.codes import AgreedHow, Agreement, GoalStatus

AGREEMENT_OF = {
    AgreedHow.ON_SCREEN: Agreement.SIGNED,
    AgreedHow.ON_PAPER: Agreement.SIGNED,
    AgreedHow.BY_PHONE: Agreement.VERBAL,
    AgreedHow.DECLINED: Agreement.DECLINED,
    AgreedHow.LACKS_CAPACITY: Agreement.LACKS_CAPACITY,
}
CARRIED_OVER = frozenset({GoalStatus.OPEN, GoalStatus.PARTLY, GoalStatus.CHANGED})
"""Goals that go over into a new version; achieved and stopped ones stay where they are."""


class Versioned(Protocol):
    """A version of a plan, however much is read of it."""

    @property
    def version(self) -> int:
        """Its number."""

    @property
    def agreed_on(self) -> date | None:
        """The day it was agreed; None for a draft."""

    @property
    def goals(self) -> object:
        """Its goals, or their number: false where there are none."""


V = TypeVar("V", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an episode's plan as the rules read it; `goals` is their number."""

    id: str
    version: int
    agreed_on: date | None
    goals: int = 1


def settled(versions: Iterable[V], on: date) -> list[V]:
    """Versions agreed by the day that have at least one goal, in order; one without goals is no plan."""
    rows = [one for one in versions if one.goals and one.agreed_on is not None and one.agreed_on <= on]
    return sorted(rows, key=lambda one: one.version)


def first_agreed(versions: Iterable[V], on: date) -> V | None:
    """The version the clock started with: the lowest agreed one."""
    return next(iter(settled(versions, on)), None)


def active(versions: Iterable[V], on: date) -> V | None:
    """The version that holds on the day: the highest agreed one."""
    return next(reversed(settled(versions, on)), None)


def draft(versions: Iterable[V]) -> V | None:
    """The version still being written."""
    return max((one for one in versions if one.agreed_on is None), key=lambda one: one.version, default=None)
