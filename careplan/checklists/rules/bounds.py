"""What an answer can be at all: numbers within arithmetic, a life or a scale, and no event before birth. Pure.

The bounds of an edition are data in it. They bind what is typed into a form; import and values that the record
holds already are not asked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from careplan.ground.dates import age_on
from careplan.ground.standards import How, Words

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
DAY = re.compile(r"([0-9]{1,2})[ ./-]([0-9]{1,2})[ ./-]([0-9]{4})", re.ASCII)
YEAR = re.compile(r"[0-9]{4}", re.ASCII)


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What bounds an item; every row of a file says where it comes from."""

    item: str = ""
    source: str = ""
    how: How = How.ASSUMED
    page: str = ""


class Bound(Row, frozen=True, kw_only=True):
    """Least and most of a number: of the value, of a column of its rows, or of the value under one tool."""

    column: str = ""
    tool: str = ""
    least: int = 0
    most: int | None = None
    most_age: bool = False
    whole: bool = True


class Place(Row, frozen=True, kw_only=True):
    """A score of its own inside the item's value, from 0 to `most`; not `offered`: shown only where it is there."""

    place: Words
    label: Words
    most: int
    offered: bool = True


class Need(Row, frozen=True, kw_only=True):
    """The columns that a row filling `column` fills too; without a column every row that is begun."""

    column: str = ""
    needs: tuple[str, ...]


class Choice(Row, frozen=True, kw_only=True):
    """The codes that a column is chosen from; `other`: or it is said in other words."""

    column: str
    options: tuple[str, ...]
    other: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of one item. `needs`: column → columns that a row filling it fills too, "" → that every row fills;
    `choices`: column → codes; `open`: columns that may be said in other words.
    """

    numbers: tuple[Bound, ...] = ()
    places: tuple[Place, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()


UNBOUNDED = Bounds()


@dataclass(frozen=True, slots=True)
class Life:
    """The day on which something is said, the day of birth where it is known for certain, and that of the referral."""

    on: date
    born: date | None = None
    since: date | None = None

    @property
    def age(self) -> int | None:
        """Completed years; None where the birth is not known."""
        return None if self.born is None else age_on(self.born, self.on)


def number_beyond(bound: Bound, text: str, life: Life) -> str:
    """What is asked for instead of a number beyond the bound, "a whole number from 0 to 28"; empty within it."""
    most = life.age if bound.most_age else bound.most
    number = Decimal(text) if NUMBER.fullmatch(text) else None
    good = number is not None and number >= bound.least and (most is None or number <= most)
    if good and number is not None and not (bound.whole and number != number.to_integral_value()):
        return ""
    what = "a whole number" if bound.whole else "a number"
    if most is None:
        return f"{what} from {bound.least}"
    age = ", the age of the client" if bound.most_age else ""
    return f"{what} from {bound.least} to {most}{age}"


def before_birth(text: str, life: Life) -> bool:
    """Whether a day or a year, as it was typed or stored, lies before the birth; other words never do."""
    if life.born is None:
        return False
    if YEAR.fullmatch(text):
        return int(text) < life.born.year
    day = day_of(text)
    return day is not None and day < life.born


def day_of(text: str) -> date | None:
    """The day that was typed or stored, 27/3/2026 or 2026-03-27; None for other words."""
    typed = DAY.fullmatch(text)
    try:
        if typed:
            return date(int(typed[3]), int(typed[2]), int(typed[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def lacking(bounds: Bounds, row: Mapping[str, Any]) -> Iterable[str]:
    """The columns that a row leaves empty although what it fills needs them."""
    for column, wanted in bounds.needs.items():
        if row.get(column) if column else row:
            yield from (one for one in wanted if not row.get(one))
