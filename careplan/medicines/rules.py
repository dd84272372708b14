"""A medicine as the record holds it, what it may do beside an opioid, and what an assessment says of it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from careplan.ground.standards import Edition, Series, Sourced, Words

CELLS = ("name", "dose", "how_often", "prescriber", "since")
"""What the table of an assessment and a row of the record both say."""


class Group(Sourced, frozen=True, kw_only=True):
    """Medicines that do the same, by the beginnings of their names; `days_after`: so long it does it once stopped."""

    names: tuple[Words, ...]
    words: Words
    days_after: int = 0

    def among(self, medicines: Collection[str]) -> list[str]:
        """Which of these medicines, as somebody wrote them, belong to the group."""
        return [one for one in medicines if begins(one, self.names)]


class Medicines(Edition, frozen=True, kw_only=True):
    """Every group."""

    blocking: Group
    monoamine: Group
    inducing: Group
    inhibiting: Group
    prolonging: Group
    sedating: Group

    @property
    def groups(self) -> tuple[Group, ...]:
        """All of them."""
        return (
            self.blocking,
            self.monoamine,
            self.inducing,
            self.inhibiting,
            self.prolonging,
            self.sedating,
        )

    @property
    def names(self) -> list[str]:
        """Every name, to start a new row from."""
        return sorted({name.title() for one in self.groups for name in one.names})

    def words_of(self, name: str) -> list[str]:
        """What the medicine does by the list; nothing where the list does not name it, which says nothing of it."""
        return [one.words for one in self.groups if one.among([name])]


MEDICINES = Series(Path(__file__).parent / "standards", "medicines", Medicines)


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine of the record, as it was told; `since` in the words of whoever told it."""

    id: str
    name: str
    recorded_at: datetime
    dose: str | None = None
    how_often: str | None = None
    prescriber: str | None = None
    since: str | None = None
    stopped_on: date | None = None
    told_by: str = "client"

    def taken_on(self, on: date, days_after: int = 0) -> bool:
        """Whether it is taken on the day, or was in the days before."""
        return self.stopped_on is None or self.stopped_on > on - timedelta(days=days_after)

    @property
    def cells(self) -> dict[str, str]:
        """What the table of an assessment shows of it."""
        return {cell: words for cell in CELLS if (words := getattr(self, cell))}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the latest assessment said: the names of medicines, none where there are none, and the day."""

    names: tuple[str, ...]
    day: date


def begins(text: str, words: Collection[str]) -> bool:
    """Whether the text, from the beginning of a word on, reads like one of these."""
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    plain = f" {' '.join(plain.split())} "
    return any(f" {word}" in plain for word in words)


def same(name: str) -> str:
    """The name by which two rows are one medicine."""
    return " ".join(name.casefold().split())


def taken(
    rows: Collection[Medicine], answered: Answered | None, on: date, days_after: int = 0
) -> list[str] | None:
    """Names of what is taken on the day by record and assessment; None where nobody knows, which is not none.

    A medicine that only an assessment names counts until the record says that it was stopped, on that day or later.
    """
    names = {same(one.name): one.name for one in rows if one.taken_on(on, days_after)}
    if not names and answered is None:
        return None
    if answered is not None:
        stopped = {same(one.name) for one in rows if one.stopped_on and answered.day <= one.stopped_on <= on}
        names = {same(name): name for name in answered.names if same(name) not in stopped} | names
    return [*names.values()]


class Act(StrEnum):
    """What an assessment changes in the record."""

    RECORD = "record"
    CHANGE = "change"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the cells of the row as it is now, and the row of the record that it is about."""

    act: Act
    cells: Mapping[str, str]
    row: Medicine | None = None


def changes(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    ended: Iterable[Mapping[str, Any]],
    rows: Collection[Medicine],
    on: date,
) -> Iterator[Change]:
    """What the saved table of an assessment changes in the record.

    A row that was typed now is recorded, or changes the medicine of its name; one that stood there before is recorded
    where the record never named it. What was said to be no longer taken is stopped; what was only left out is not.
    """
    current = {same(one.name): one for one in rows if one.taken_on(on)}
    known = {same(one.name) for one in rows}
    here = set()
    for cells in map(_cells, after):
        name = same(cells.get("name", ""))
        if not name or name in here:
            continue
        here.add(name)
        typed = cells not in [_cells(one) for one in before]
        if name in current:
            if typed and cells != current[name].cells:
                yield Change(Act.CHANGE, cells, current[name])
        elif typed or name not in known:
            yield Change(Act.RECORD, cells)
    for one in ended:
        row = current.get(same(str(one.get("name") or "")))
        if row is not None and same(row.name) not in here:
            yield Change(Act.STOP, row.cells, row)


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {cell: text for cell in CELLS if (text := str(row.get(cell) or "").strip())}
