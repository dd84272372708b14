"""A measure: which records it looks at and what it says of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from careplan.audit.rules.census import Census
from careplan.audit.rules.facts import Service
from careplan.audit.rules.verdict import Verdict


class Case(Protocol):
    """A record that a measure judges: its id, and the episode it belongs to."""

    @property
    def id(self) -> str:
        """The id printed in lists."""

    @property
    def episode_id(self) -> str | None:
        """The episode, none for what belongs to the service itself."""


C = TypeVar("C", bound=Case)


def always(services: Sequence[Service], census: Census) -> bool:  # noqa: ARG001 - the shape of `applies`
    """The measure applies to every unit."""
    return True


@dataclass(frozen=True, slots=True)
class Measure(Generic[C]):
    """`cases` finds the records of a service, `judge` says one thing about one of them.

    `every` lists all members in the numerator too (means, sums of parts). `applies` looks at the whole unit.
    """

    cases: Callable[[Service, Census], Iterable[C]]
    judge: Callable[[C, Census], Verdict]
    every: bool = False
    applies: Callable[[Sequence[Service], Census], bool] = always


Measures = Mapping[str, Measure[Any]]
