"""Reads the editions that stand beside this file; each is read and checked once."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from careplan.checklists.codes import Kind
from careplan.checklists.rules import leaves as together
from careplan.checklists.rules.bank import Bank, lineage
from careplan.ground.standards import Series


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
