"""The day a report speaks about, and the year that ends on it."""

from dataclasses import dataclass
from datetime import date, timedelta

from careplan.ground.dates import add_months


@dataclass(frozen=True, slots=True)
class Census:
    """A day and the first day of its period; both ends of the period are inside it."""

    on: date
    first: date

    @classmethod
    def at(cls, day: date) -> "Census":
        """The census on `day`; its period begins the day after the same day of the year before, clamped."""
        return cls(day, add_months(day, -12) + timedelta(days=1))

    def covers(self, day: date | None) -> bool:
        """Whether something happened within the period."""
        return day is not None and self.first <= day <= self.on

    def year_before(self) -> "Census":
        """The census a year earlier."""
        return Census.at(add_months(self.on, -12))

    def back(self, months: int) -> date:
        """The same day so many months before the census."""
        return add_months(self.on, -months)
