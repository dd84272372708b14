"""Reads the editions that stand beside this file; each is read and checked once."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from careplan.checklists.rules.bank import Bank, Item, read_bank
from careplan.checklists.rules.bounds import read_bounds

EDITIONS = Path(__file__).parent / "editions"


@cache
def editions() -> tuple[str, ...]:
    """The names of all editions, the oldest first by the day they came into force."""
    names = [path.stem for path in EDITIONS.glob("*.toml")]
    return tuple(sorted(names, key=lambda name: bank(name).in_force_from))


@cache
def bank(edition: str) -> Bank:
    """The bank of an edition; KeyError for an edition that does not exist, BankFault for a broken file."""
    paths = {path.stem: path for path in EDITIONS.glob("*.toml")}
    path = paths[edition]
    beside = tomllib.loads((EDITIONS / "bounds" / f"{edition}.toml").read_text("utf-8"))
    bounds = read_bounds(beside, edition)
    return read_bank(tomllib.loads(path.read_text("utf-8")), edition, bounds)


def items(edition: str) -> Mapping[str, Item]:
    """The items of an edition by their code, in bank order; KeyError for an edition that does not exist."""
    return bank(edition).items


def in_force(on: date) -> Bank:
    """The latest edition in force on the day; LookupError before the first."""
    in_force = [name for name in editions() if bank(name).in_force_from <= on]
    if not in_force:
        raise LookupError(f"no checklist edition was in force on {on}")
    return bank(in_force[-1])
