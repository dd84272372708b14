"""Bands: from exact figures to weak, fair, good, excellent, and their means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many."""

    part: Fraction
    whole: Fraction


def risen(now: Proportion, before: Proportion, z: Fraction) -> bool:
    """Whether a proportion is significantly above the earlier one: one-sided pooled z test, exact."""
    if not now.whole or not before.whole:
        return False
    rise = now.part / now.whole - before.part / before.whole
    pooled = (now.part + before.part) / (now.whole + before.whole)
    spread = pooled * (1 - pooled) * (1 / now.whole + 1 / before.whole)
    return rise > 0 and rise * rise > z * z * spread
