"""The overall rating: the sum of the criteria, scaled when one or two are unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from careplan.audit.rules.bands import Band

CRITERIA = 11
ENOUGH = 9
HIGHEST = 38
STEPS = ((31, Band.EXCELLENT), (27, Band.GOOD), (18, Band.FAIR))


@dataclass(frozen=True, slots=True)
class Overall:
    """The sum and its word; provisional when a criterion is missing."""

    sum: int | None
    rating: Band | None
    criteria_known: int
    provisional: bool = False


def overall(known: Mapping[str, Band], caps: Mapping[str, Band]) -> Overall:
    """The rating over all criteria; fewer than nine known give none."""
    count = len(known)
    if count < ENOUGH:
        return Overall(None, None, count)
    total = sum(band.points for band in known.values())
    if count < CRITERIA:
        above = Fraction(total - count, sum(caps[c].points for c in known) - count)
        scaled = CRITERIA + above * (HIGHEST - CRITERIA) + Fraction(1, 2)
        total = scaled.numerator // scaled.denominator
    rating = next((band for least, band in STEPS if total >= least), Band.WEAK)
    return Overall(total, rating, count, count < CRITERIA)
