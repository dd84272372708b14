"""What a signed audit and today's record say differently of the same census."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from careplan.audit.review.rules.export import Data, measures_of
from careplan.audit.signing.rules.signing import Entry, by_figure

COMPARED = ("status", "numerator", "denominator", "value", "band", "excluded")


class Became(StrEnum):
    """What became of a record behind a figure."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A record behind a figure as signed and now, and what became of it; none where it stands as it stood."""

    became: Became | None
    record_id: str
    before: Entry | None
    now: Entry | None

    @property
    def episode_id(self) -> str:
        """The episode it belongs to; empty where it belongs to none."""
        one = self.before or self.now
        return (one.episode_id if one is not None else None) or ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure as signed and now; `fields` are the names of what differs, empty where only records do."""

    key: str
    before: Data
    now: Data
    fields: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether it is not what was signed, itself or in its records."""
        return bool(self.fields or self.changes)

    def count(self, became: str) -> int:
        """How many records appeared, disappeared or changed."""
        return sum(change.became == became for change in self.changes)


def changes(before: Iterable[Entry], now: Iterable[Entry]) -> tuple[Change, ...]:
    """Record by record, in the order of ids; both lists are of one figure."""
    was, is_ = {e.record_id: e for e in before}, {e.record_id: e for e in now}
    changes = []
    for id_ in sorted(was.keys() | is_.keys()):
        old, new = was.get(id_), is_.get(id_)
        if old is None:
            changes.append(Change(Became.APPEARED, id_, None, new))
        elif new is None:
            changes.append(Change(Became.DISAPPEARED, id_, old, None))
        elif (old.part, old.reason) != (new.part, new.reason):
            changes.append(Change(Became.CHANGED, id_, old, new))
    return tuple(changes)


def by_key(data: Data) -> dict[str, Data]:
    """Every figure of a report: measures by id, then care plan indicators."""
    return {row["id"]: row for row in measures_of(data)} | dict(data["care_plan"])


def moved(before: Data, now: Data, was: Sequence[Entry], is_: Sequence[Entry]) -> tuple[Moved, ...]:
    """Every figure that differs, itself or in its records, in the order of the report."""
    old, new, behind, behind_now = by_key(before), by_key(now), by_figure(was), by_figure(is_)
    moves = []
    for key, row in old.items():
        other = new.get(key, {})
        fields = tuple(name for name in COMPARED if row.get(name) != other.get(name))
        moves.append(Moved(key, row, other, fields, changes(behind.get(key, ()), behind_now.get(key, ()))))
    return tuple(one for one in moves if one.differs)


def bands(data: Data) -> Mapping[str, str | None]:
    """The bands of questions and criteria, and the overall rating."""
    values: dict[str, Any] = {}
    for criterion in data["criteria"]:
        values[criterion["id"]] = criterion["band"]
        values |= {question["id"]: question["band"] for question in criterion["questions"]}
    return values | {"overall": data["overall"]["rating"]}


def rebanded(before: Data, now: Data) -> dict[str, tuple[str | None, str | None]]:
    """The questions, criteria and the overall rating whose band is another one, with both bands."""
    was, is_ = bands(before), bands(now)
    return {key: (band, is_.get(key)) for key, band in was.items() if band != is_.get(key)}


def asked_again(before: Data, now: Data) -> dict[str, tuple[Data, Data]]:
    """The kinds of assessment whose completeness differs, with both."""
    was, is_ = before["completeness"], now["completeness"]
    return {kind: (one, is_.get(kind, {})) for kind, one in was.items() if one != is_.get(kind)}
