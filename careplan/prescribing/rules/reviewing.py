"""When a client on a course is reviewed again. Pure."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from careplan.ground.dates import add_months
from careplan.ground.standards import Edition, Positive, Series, Sourced


class Months(Sourced, frozen=True, kw_only=True):
    """A number of calendar months."""

    months: Positive


class Reviewing(Edition, frozen=True, kw_only=True):
    """How long a client may go without a review."""

    at_most: Months


REVIEWING = Series(Path(__file__).parent.parent / "standards", "reviews", Reviewing)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The last review under a course, or its first dose where there was none; `next_on`: the day then agreed."""

    since: date
    next_on: date | None = None

    def due_on(self, standard: Reviewing) -> date:
        """The day agreed, at the latest the end of the months (R1)."""
        latest = add_months(self.since, standard.at_most.months)
        return min(self.next_on or latest, latest)
