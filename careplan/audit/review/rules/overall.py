"""The overall rating: the sum of the criteria, scaled when one or two are unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from msgspec import Struct

from careplan.audit.review.rules.bands import Band
from careplan.ground.standards import Origin


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
