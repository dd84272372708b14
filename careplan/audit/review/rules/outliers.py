"""Outliers among units of one level: quartiles in exact fractions, beyond so many times their distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.numbers import Numbers

Rates = Mapping[str, Sequence[Fraction]]
MOST_PLACES = 6
"""Decimal places to which quartiles are told where fewer would change a band."""


@dataclass(frozen=True, slots=True)
class Peers:
    """For each measure the values of all units of a level that have any, the audited unit among them."""

    services: Rates = field(default_factory=dict)
    partnerships: Rates = field(default_factory=dict)


def quartile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """The point below which this share lies, by linear interpolation (inclusive, type 7); values in any order."""
    rows = sorted(values)
    place = (len(rows) - 1) * share
    low = place.numerator // place.denominator
    high = min(low + 1, len(rows) - 1)
    return rows[low] + (place - low) * (rows[high] - rows[low])


def fence(values: Sequence[Fraction], numbers: Numbers, *, high: bool) -> Fraction | None:
    """The value beyond which a unit is an outlier on the bad side; none where there are too few units to compare."""
    if len(values) < numbers.whole("outlier_units"):
        return None
    lower, upper = quartile(values, Fraction(1, 4)), quartile(values, Fraction(3, 4))
    beyond = numbers.exact("outlier_ranges") * (upper - lower)
    return upper + beyond if high else lower - beyond


def outlier_band(value: Fraction, values: Sequence[Fraction], numbers: Numbers, *, high: bool) -> Band | None:
    """Weak for an outlier on the bad side, else fair; none where there are too few units to compare."""
    limit = fence(values, numbers, high=high)
    if limit is None:
        return None
    bad = value > limit if high else value < limit
    return Band.WEAK if bad else Band.FAIR


def stand_ins(values: Sequence[Fraction], numbers: Numbers) -> tuple[Fraction, ...]:
    """As many values with rounded quartiles, which give every unit the same band and tell no value of any unit.

    An exact quartile can be the rate of one service, and its fraction would tell of how many incidents in how many
    days. So quartiles are rounded as far as the bands allow. None where there are too few units to compare.
    """
    if len(values) < numbers.whole("outlier_units"):
        return ()
    lower, upper = quartile(values, Fraction(1, 4)), quartile(values, Fraction(3, 4))
    below = len(values) // 2
    for places in range(MOST_PLACES + 1):
        low, high = round(lower, places), round(upper, places)
        shares = (Fraction(low),) * below + (Fraction(high),) * (len(values) - below)
        if _alike(values, shares, numbers):
            return shares
    return (lower,) * below + (upper,) * (len(values) - below)


def _alike(values: Sequence[Fraction], others: Sequence[Fraction], numbers: Numbers) -> bool:
    """Whether every one of the values has the same band among the others as among themselves."""
    return all(
        outlier_band(one, others, numbers, high=high) == outlier_band(one, values, numbers, high=high)
        for one in frozenset(values)
        for high in (True, False)
    )
