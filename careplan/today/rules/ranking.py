"""In what order a worker meets the day's work, and whose work it is. Pure."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from careplan.assessment.rules.triggers import Trigger
from careplan.clients.rules.todo import matter_of
from careplan.ground.offers import Rank, Todo
from careplan.ground.standards import Edition, Positive, Series, Words

OTHER = "other"

AT_MOST = 10
"""So many lines stand on Today before a worker asks for all."""


class Matter(Struct, frozen=True, forbid_unknown_fields=True):
    """A safety matter, and why it stands where it stands."""

    matter: str
    because: Words


class TodayOrder(Edition, frozen=True, kw_only=True):
    """The safety matters, the gravest first, each trigger of assessments once; for how many days accounts are told."""

    first: tuple[Matter, ...]
    told_days: Positive

    def __post_init__(self) -> None:
        """Refuse a trigger that is left out or unknown."""
        if sorted(one.matter for one in self.first) != sorted([*Trigger, OTHER]):
            raise ValueError("every safety trigger stands in the order of Today once")


ORDER = Series(Path(__file__).parents[1] / "standards", "today", TodayOrder, {"first": ("matter",)})


@cache
def order() -> tuple[str, ...]:
    """The safety matters of the last edition, the gravest first."""
    return tuple(one.matter for one in ORDER.latest.first)


def gravity(line: Todo, order: Collection[str]) -> int:
    """The place of a safety line's matter, 0 for the gravest; all other lines are alike."""
    if line.rank is not Rank.SAFETY:
        return 0
    return list(order).index(matter_of(line, order) or OTHER)


def ranked(lines: Iterable[Todo], order: Collection[str]) -> list[Todo]:
    """Safety first, the gravest matter on top, then who waits to be seen too long, what is overdue longest, due, open.

    By name within a day.
    """
    by_gravity = ((gravity(line, order), line) for line in lines)
    return [
        line
        for _, line in sorted(
            by_gravity, key=lambda of: (of[1].rank, of[0], of[1].since, of[1].client_name, of[1].reason)
        )
    ]


def waited_days(line: Todo, today: date) -> int:
    """Days since the line began to wait; 0 for what is due later."""
    return max((today - line.since).days, 0)
