"""The editions of standards in words: what each says, and what differs from the one before. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.ground.standards import Series
from careplan.ground.stated import Stated

PRESCRIBING = "prescribing"
"""The room whose standards bind only services that prescribe."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs from the edition before: its place and what stood and stands there, None for nothing."""

    place: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An edition of a room's standard: its name as sign-offs hold it, since when it is in force, the hash of its files,
    its values by their places, and the edition before with what differs from it.
    """

    name: str
    room: str
    key: str
    edition: str
    title: str
    in_force_from: date
    sha256: str
    values: Mapping[str, Stated]
    before: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def prescribing(self) -> bool:
        """Whether it binds only services that prescribe."""
        return self.room == PRESCRIBING


def sheets(series: Series[Any], room: str) -> dict[str, Sheet]:
    """The editions of a standard by their names, the oldest first."""
    made: dict[str, Sheet] = {}
    before: Sheet | None = None
    for one in series.editions:
        values = series.stated[one.edition]
        told = (one.edition, one.title, one.in_force_from, series.digests[one.edition], values)
        differs = (before.edition, tuple(changes(before.values, values))) if before else ()
        before = Sheet(f"{series.key}/{one.edition}", room, series.key, *told, *differs)
        made[before.name] = before
    return made


def changes(before: Mapping[str, Stated], after: Mapping[str, Stated]) -> Iterator[Change]:
    """What differs, in the order of the later edition, what is gone last."""
    for place, value in after.items():
        was = before[place].words if place in before else None
        if was != value.words:
            yield Change(place, was, value.words)
    for place, value in before.items():
        if place not in after:
            yield Change(place, value.words, None)


def state(signed: Mapping[str, str | None], bound: Mapping[str, str], sha256: str) -> tuple[str, bool]:
    """How far an edition is signed, and whether that is all that is needed.

    `signed`: hashes of its sign-offs by service, None where none was kept; `bound`: names of the services that it
    binds, by id.
    """
    waiting = [name for id_, name in bound.items() if id_ not in signed]
    if waiting:
        return ("Not signed" if len(waiting) == len(bound) else f"Not signed for {', '.join(waiting)}"), False
    if any(signed[id_] not in (sha256, None) for id_ in bound):
        return "Changed since it was signed", False
    return "Signed", True
