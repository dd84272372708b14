"""Bands, the rating they add up to, and how shares are written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Literal

from msgspec import Struct

from careplan.ground.standards import Origin


def half_up(value: Fraction, places: int = 0) -> str:
    """The number as text with so many decimals, halves away from zero."""
    scale: int = 10**places
    size = abs(value) * scale + Fraction(1, 2)
    whole = size.numerator // size.denominator
    sign = "-" if value < 0 and whole else ""
    if not places:
        return f"{sign}{whole}"
    return f"{sign}{whole // scale}.{whole % scale:0{places}d}"


def number(value: Fraction) -> int | str:
    """A whole number as it is, any other as exact decimal text (sums of milligrams end after two places)."""
    if value.denominator == 1:
        return value.numerator
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelled(count: int) -> str:
    """A small whole number as a word, any other in figures."""
    return COUNTS[count] if count < len(COUNTS) else str(count)


Operator = Literal["at_least", "above", "at_most", "below"]
OPERATORS: Mapping[Operator, Callable[[Fraction, Fraction], bool]]
OPERATORS = {
    "at_least": ge,
    "above": gt,
    "at_most": le,
    "below": lt,
}


class Band(StrEnum):
    """The four words of the review."""

    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"
    EXCELLENT = "excellent"

    @property
    def points(self) -> int:
        """1 weak, 2 fair, 3 good, 4 excellent."""
        return ORDER.index(self) + 1


ORDER = (Band.WEAK, Band.FAIR, Band.GOOD, Band.EXCELLENT)


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many."""

    part: Fraction
    whole: Fraction

    @property
    def percent(self) -> Fraction:
        """So many of a hundred."""
        return 100 * self.part / self.whole

    def plus(self, shift: Fraction | int) -> "Proportion":
        """With so many more in the numerator."""
        return Proportion(self.part + shift, self.whole)


@dataclass(frozen=True, slots=True)
class Cut:
    """For each band above weak the conditions that must all hold, best band first."""

    steps: tuple[tuple[Band, tuple[tuple[Operator, Fraction], ...]], ...]

    def band(self, value: Fraction) -> Band:
        """The best band whose conditions hold; weak when none does. Exact, never rounded."""
        for band, conditions in self.steps:
            if all(OPERATORS[word](value, limit) for word, limit in conditions):
                return band
        return Band.WEAK


def cut_from(table: Mapping[Band, Mapping[Operator, Fraction]]) -> Cut | None:
    """Cut-offs from the ruleset's words, for example good = { at_least = 60, at_most = 120 }, the best band first."""
    steps = tuple((band, tuple(conditions.items())) for band, conditions in table.items() if conditions)
    return Cut(steps) if steps else None


def mean_band(bands: Iterable[Band | None], cap: Band = Band.EXCELLENT) -> Band | None:
    """The mean of the known bands, rounded half up, never above the cap; none known gives none."""
    points = [band.points for band in bands if band is not None]
    if not points:
        return None
    mean = Fraction(sum(points), len(points)) + Fraction(1, 2)
    return ORDER[min(cap.points, mean.numerator // mean.denominator) - 1]


def risen(now: Proportion, before: Proportion, z: Fraction) -> bool:
    """Whether a proportion is significantly above the earlier one: one-sided pooled z test, exact."""
    if not now.whole or not before.whole:
        return False
    rise = now.part / now.whole - before.part / before.whole
    pooled = (now.part + before.part) / (now.whole + before.whole)
    spread = pooled * (1 - pooled) * (1 / now.whole + 1 / before.whole)
    return rise > 0 and rise * rise > z * z * spread


class OverallRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many criteria must be known, and the least sum of each rating above weak, the best first.

    `rates`: the level of the units that the review rates; for any other the rating is an indication. Empty: all.
    """

    enough: int
    fair: int | None = None
    good: int | None = None
    excellent: int | None = None
    origin: Origin
    source: str
    where: str
    rates: str = ""

    @property
    def steps(self) -> tuple[tuple[Band, int], ...]:
        """The least sum of each rating, the best first."""
        sums = {Band.EXCELLENT: self.excellent, Band.GOOD: self.good, Band.FAIR: self.fair}
        return tuple((band, least) for band, least in sums.items() if least is not None)

    def indicates(self, level: str) -> bool:
        """Whether the rating of a unit of this level is only an indication."""
        return self.rates not in ("", level)


@dataclass(frozen=True, slots=True)
class Overall:
    """The sum and its word; provisional when a criterion is missing."""

    sum: int | None
    rating: Band | None
    criteria_known: int
    provisional: bool = False


def overall(bands: Mapping[str, Band], caps: Mapping[str, Band], rule: OverallRule) -> Overall:
    """The rating over all criteria; too few known ones give none.

    With some unknown the sum is taken from its place between the lowest and the highest sum of the known ones.
    """
    count = len(bands)
    if count < rule.enough:
        return Overall(None, None, count)
    total = sum(band.points for band in bands.values())
    if count < len(caps):
        lowest, highest = len(caps), sum(cap.points for cap in caps.values())
        above = Fraction(total - count, sum(caps[c].points for c in bands) - count)
        scaled = lowest + above * (highest - lowest) + Fraction(1, 2)
        total = scaled.numerator // scaled.denominator
    rating = next((band for band, least in rule.steps if total >= least), Band.WEAK)
    return Overall(total, rating, count, count < len(caps))
