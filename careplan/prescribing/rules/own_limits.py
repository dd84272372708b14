"""A provider's own limits in place of an edition's: which numbers may be moved how far, and what edition results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from careplan.ground.standards import Amount, Edition, How, Series
from careplan.prescribing.rules.facts import day_words, plain
from careplan.prescribing.rules.standard import Standard, Threshold


class Way(StrEnum):
    """Which way a number is stricter."""

    LOWER = "lower"
    HIGHER = "higher"


class Bound(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far one number may be moved."""

    stricter: Way
    strictest: Amount
    loosest: Amount

    def looser(self, value: Decimal, than: Decimal) -> bool:
        """Whether a value asks less than another."""
        return value > than if self.stricter is Way.LOWER else value < than

    def within(self, value: Decimal) -> bool:
        """Whether a value lies between the strictest and the loosest."""
        return not self.looser(value, self.loosest) and not self.looser(self.strictest, value)


class Bounds(Edition, frozen=True, kw_only=True):
    """Every number that a provider may move, and those that are law."""

    law: tuple[str, ...]
    numbers: Mapping[str, Bound]


YEAR = 366
BOUNDS = Series(Path(__file__).parents[1] / "standards", "bounds", Bounds)


@dataclass(frozen=True, slots=True)
class Own:
    """A signed limit: for which edition, which number, its value (None: the edition's again), from which day."""

    standard: str
    name: str
    value: Decimal | None
    effective_on: date


def in_force(own: Iterable[Own], standard: Standard, on: date) -> dict[str, Own]:
    """By its name the limit of each number on the day, of those signed for this edition.

    What came with an import counts within the bounds alone.
    """
    bounds = BOUNDS.on(on).numbers
    begun = [one for one in own if one.standard == standard.base and one.effective_on <= on]
    return {
        one.name: one
        for one in sorted(begun, key=lambda one: one.effective_on)
        if one.name in bounds and (one.value is None or bounds[one.name].within(one.value))
    }


def with_own(standard: Standard, own: Iterable[Own], on: date) -> Standard:
    """The edition as it holds at a provider on the day; its name says from which day the last of its limits is.

    A limit begins on a day after it was signed, so that the name stands for one set of numbers.
    """
    current = in_force(own, standard, on)
    if not current:
        return standard
    moved = {
        name: _moved(standard[name], one.value, one.effective_on)
        for name, one in current.items()
        if one.value is not None
    }
    since = max(one.effective_on for one in current.values())
    return replace(standard, own=since.isoformat(), **moved)


def _moved(edition: Threshold, value: Decimal, since: date) -> Threshold:
    source = (
        f"Own limit since {day_words(since)}; the edition has {plain(edition.value)} {edition.unit}: "
        f"{edition.source}"
    )
    return replace(edition, value=Amount(value), source=source, how=How.LOCAL)


def value_problem(edition: Threshold, bound: Bound, value: Decimal) -> str:
    """Why a number cannot be set to a value; empty where it can."""
    if not bound.within(value):
        low, high = sorted((bound.strictest, bound.loosest))
        return f"The number must be from {plain(low)} to {plain(high)} {edition.unit}"
    if value != int(value) and edition.unit.split()[0] not in ("mg", "times"):
        return f"Enter a whole number of {edition.unit}"
    return ""


def begin_problem(effective_on: date, today: date) -> str:
    """Why a limit cannot begin on a day; empty where it can. No day has two sets of limits: tomorrow is the first."""
    if effective_on <= today:
        return "The day must be tomorrow or later: no order of today is judged by two numbers"
    return "The day must be within a year" if (effective_on - today).days > YEAR else ""


def bound_words(bound: Bound, unit: str) -> str:
    """10 to 30 mg; lower is stricter."""
    low, high = sorted((bound.strictest, bound.loosest))
    return f"{plain(low)} to {plain(high)} {unit}; {bound.stricter} is stricter"
