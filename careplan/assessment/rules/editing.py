"""A service's own form: what may be left out of it, and what a change does to the tool score. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.assessment.codes import Kind
from careplan.checklists.codes import Presence
from careplan.checklists.rules.asked import tool_score
from careplan.checklists.rules.bank import Bank, Item

Score = tuple[int, int]
"""Expected questions that stand in the form, of all expected ones."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a service left out of one of its forms from a day on, under an edition."""

    edition: str
    from_on: date
    hidden: frozenset[str]


def in_force(choices: Iterable[Choice], names: Collection[str], on: date) -> frozenset[str]:
    """What is left out on the day under an edition of this lineage: the latest choice by the day counts alone."""
    mine = (one for one in choices if one.edition in names and one.from_on <= on)
    latest = max(mine, key=lambda one: (one.from_on, one.edition), default=None)
    return latest.hidden if latest is not None else frozenset()


def fixed(bank: Bank, kind: Kind, triggers: Collection[str]) -> frozenset[str]:
    """What no service may leave out: what raises a safety task (spec 02 §1.6), and what it depends on in this list."""
    kept = {code for code in triggers if code in bank.items and kind in bank.items[code].presence}
    ahead = list(kept)
    while ahead:
        above = {one.item for one in bank.items[ahead.pop()].conditions if one.item} - kept
        above = {code for code in above if kind in bank.items[code].presence}
        kept |= above
        ahead += above
    return frozenset(kept)


def orphans(bank: Bank, kind: Kind, hidden: Collection[str]) -> Iterator[tuple[Item, Item]]:
    """Questions that stay in the form though all that they depend on in this list is left out, with one of these.

    Nobody would ever be asked them.
    """
    for item in bank.lists[kind]:
        if item.item in hidden or item.presence[kind] is not Presence.IF:
            continue
        above = [one.item for one in item.conditions if one.item]
        if len(above) == len(item.conditions) and set(above) <= set(hidden):
            yield item, bank.items[above[0]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of the form does: the scores before and after, what goes and what comes back."""

    before: Score
    after: Score
    goes: tuple[Item, ...]
    returns: tuple[Item, ...]

    @property
    def nothing(self) -> bool:
        """Whether the form stays as it is."""
        return not self.goes and not self.returns


def change(bank: Bank, kind: Kind, before: frozenset[str], after: frozenset[str]) -> Change:
    """From one form to the other, in the order of telling."""
    listed = bank.lists[kind]
    return Change(
        tool_score(bank, kind, before),
        tool_score(bank, kind, after),
        tuple(item for item in listed if item.item in after - before),
        tuple(item for item in listed if item.item in before - after),
    )


def ends_after_it_began(values: Mapping[str, Any]) -> dict[str, str]:
    """An own question is asked no longer from a day after its first."""
    first, last = values["from_on"], values["until_on"]
    if first and last and last <= first:
        return {"until_on": "The day from which it is not asked must be after its first day"}
    return {}


def is_asked_on(first: date, end: date | None, on: date) -> bool:
    """Whether an own question is asked on the day; on the day it ends it is not."""
    return first <= on and (end is None or on < end)
