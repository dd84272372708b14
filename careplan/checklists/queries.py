"""Reads the editions that stand beside this file; each is read and checked once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from careplan.checklists.codes import Kind
from careplan.checklists.rules import leaves as together
from careplan.checklists.rules.bank import Bank, lineage
from careplan.ground.standards import Series, StandardError, parsed


def list_substances(rows: Iterable[Any], substances: Any) -> None:
    """Put the edition's list of substances where an item names it."""
    for row in rows:
        answer = row.get("answer")
        if isinstance(answer, dict) and answer.get("options") == "substances":
            answer["options"] = substances


class Banks(Series[Bank]):
    """The editions of the question bank."""

    def tables(self, path: Path, below: tuple[Path, ...] = ()) -> dict[str, Any]:
        """The tables of an edition, with the list of substances where an item names it."""
        data = super().tables(path, below)
        list_substances(data["items"].values(), data.get("substances"))
        return data


BANKS = Banks(
    Path(__file__).parent / "editions",
    "",
    Bank,
    {
        "items": ("item",),
        "bounds": ("item", "column", "tool"),
        "places": ("item", "place"),
        "needs": ("item", "column"),
        "choices": ("item", "column"),
    },
)


@dataclass(frozen=True)
class Draft(Banks):
    """The editions with one that stands in a file of its own, wherever that is."""

    file: Path = Path()

    @cached_property
    def name(self) -> object:
        """The edition that the file calls itself."""
        return parsed(self.file.read_bytes(), self.file.name).get("edition")

    def _path(self, edition: object) -> Path:
        return self.file if edition == self.name else super()._path(edition)


def drafted(file: Path) -> Bank:
    """The edition in a file; StandardError for a wrong one, and for another text of an edition that exists."""
    draft = Draft(BANKS.folder, BANKS.id, BANKS.into, BANKS.keys, file.resolve())
    if draft.name in editions() and draft.file.parent != BANKS.folder:
        raise StandardError(
            f"{file.name}: edition: there is an edition {draft.name} already, and none is changed"
        )
    return draft.load(draft.file)


def editions() -> tuple[str, ...]:
    """The names of all editions, the oldest first by the day they came into force."""
    return tuple(one.edition for one in BANKS.editions)


def bank(edition: str) -> Bank:
    """The bank of an edition; KeyError for an edition that does not exist."""
    return BANKS.edition(edition)


@cache
def leaves(edition: str, kind: Kind, out: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The sections on the page of each section of a checklist; `out`: items that are not asked on these pages."""
    return {slug: page for page in together.leaves(bank(edition), kind, out) for slug in page}


def lineages() -> list[tuple[str, list[str]]]:
    """Every edition with those that it extends, itself among them."""
    banks = {one.edition: one for one in BANKS.editions}
    return [(name, lineage(banks, name)) for name in banks]


def in_force(on: date) -> Bank:
    """The latest edition in force on the day; LookupError before the first."""
    latest = BANKS.on(on)
    if latest.in_force_from > on:
        raise LookupError(f"no checklist edition was in force on {on}")
    return latest
