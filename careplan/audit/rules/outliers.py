"""Outliers among units of one level: quartiles in exact fractions, beyond so many times their distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from careplan.audit.rules.bands import Band
from careplan.audit.rules.numbers import Numbers

Rates = Mapping[str, Sequence[Fraction]]


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


def outlier_band(value: Fraction, values: Sequence[Fraction], numbers: Numbers, *, high: bool) -> Band | None:
    """Weak for an outlier on the bad side, else fair; none where there are too few units to compare."""
    if len(values) < numbers.whole("outlier_units"):
        return None
    lower, upper = quartile(values, Fraction(1, 4)), quartile(values, Fraction(3, 4))
    beyond = numbers.exact("outlier_ranges") * (upper - lower)
    bad = value > upper + beyond if high else value < lower - beyond
    return Band.WEAK if bad else Band.FAIR


def stand_ins(values: Sequence[Fraction], numbers: Numbers) -> tuple[Fraction, ...]:
    """As many values with the same quartiles, which give every unit the same band and tell no other value of any unit.

    None where there are too few units to compare.
    """
    if len(values) < numbers.whole("outlier_units"):
        return ()
    lower, upper = quartile(values, Fraction(1, 4)), quartile(values, Fraction(3, 4))
    below = len(values) // 2
    return (lower,) * below + (upper,) * (len(values) - below)
