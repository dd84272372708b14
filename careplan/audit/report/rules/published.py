"""The national distributions of the joint review, read from data: what a service's bands are drawn beside."""

from collections.abc import Mapping

from msgspec import Struct

from careplan.audit.report.rules.beside import STANDARDS
from careplan.ground.standards import Edition, Series, Words


class Ratings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Partnerships by overall rating, of how many, and where it stands in the publication."""

    where: Words
    of: int
    weak: int
    fair: int
    good: int
    excellent: int
    note: Words

    @property
    def bands(self) -> Mapping[str, int]:
        """Partnerships by rating."""
        return {"weak": self.weak, "fair": self.fair, "good": self.good, "excellent": self.excellent}


class Where(Struct, frozen=True, forbid_unknown_fields=True):
    """Where something stands in the publication."""

    where: Words


class Published(Edition, frozen=True, kw_only=True):
    """What was published of all partnerships."""

    publication: Words
    overall: Ratings
    criteria: Where


PUBLISHED = Series(STANDARDS, "national", Published)
