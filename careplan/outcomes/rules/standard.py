"""What the profile asks, and the numbers that judge it. Pure."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct

from careplan.ground.standards import Edition, How, Positive, Series, Sourced, Words


class Bounds(Sourced, frozen=True, kw_only=True):
    """The most that an item may hold, and the decimal places of units."""

    days: Positive
    week: Positive
    rating: Positive
    units: Positive
    places: Positive


class Window(Sourced, frozen=True, kw_only=True):
    """Days after an anchor, the first and the last of which count."""

    first: int
    last: int


class Months(Sourced, frozen=True, kw_only=True):
    """Calendar months after an anchor."""

    months: Positive


class Percent(Sourced, frozen=True, kw_only=True):
    """A share that should be reached."""

    percent: Positive


class Reliable(Sourced, frozen=True, kw_only=True):
    """The difference in days from which an item counts as changed."""

    item: Words
    days: Positive


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of the profile."""

    section: Words
    kind: Literal["days", "units", "rating", "yes_no"]
    heading: Words
    asks: Words
    hint: str = ""
    source: str = ""
    how: How | None = None


class Profile(Edition, frozen=True, kw_only=True, dict=True):
    """The profile of an edition."""

    bounds: Bounds
    start: Window
    review: Window
    exit: Window
    review_due: Months
    compliance: Percent
    reliable: Mapping[str, Reliable]
    items: Mapping[str, Item]

    @cached_property
    def substances(self) -> tuple[str, ...]:
        """The items that count days of a substance."""
        first = next(iter(self.items.values())).section
        return tuple(name for name, one in self.items.items() if one.section == first and one.kind == "days")


TOP = Series(Path(__file__).parents[1] / "standards", "top", Profile)
