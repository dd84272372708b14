"""A day of birth and how well it is known (decision record 0042). Pure."""

from dataclasses import dataclass
from datetime import date

from careplan.clients.codes import BirthKnown
from careplan.ground.dates import age_on
from careplan.ui.words import day, day_short

NOBODY_KNOWS = date(1900, 1, 1)
"""The day that stands where nothing is known of a birth."""


@dataclass(frozen=True, slots=True)
class Birth:
    """The day, true only where it is known: 1 January of an estimated year, 1 January 1900 where nothing is known."""

    on: date
    known: str = BirthKnown.KNOWN

    @property
    def counted_from(self) -> date | None:
        """The day from which ages are counted; None where the birth is not known: no rule reads an age from it."""
        return None if self.known == BirthKnown.UNKNOWN else self.on

    @property
    def earliest(self) -> date | None:
        """The day before which nothing can have happened to the person; None unless the day itself is known."""
        return self.on if self.known == BirthKnown.KNOWN else None

    def age(self, on: date) -> int | None:
        """Completed years on the day, about so where the year is estimated; None where the birth is not known."""
        return None if self.known == BirthKnown.UNKNOWN else age_on(self.on, on)

    def short(self) -> str:
        """For tables and banners: 14-Jul-1985, about 1985, not known."""
        return self._worded(day_short(self.on))

    def long(self) -> str:
        """For sentences and prints: 14 July 1985, about 1985, not known."""
        return self._worded(day(self.on))

    def with_age(self, on: date) -> str:
        """14-Jul-1985 (40y), about 1985 (about 40y), not known."""
        if self.known == BirthKnown.UNKNOWN:
            return self.short()
        about = "about " if self.known == BirthKnown.ESTIMATED else ""
        return f"{self.short()} ({about}{age_on(self.on, on)}y)"

    def _worded(self, exact: str) -> str:
        if self.known == BirthKnown.KNOWN:
            return exact
        return f"about {self.on.year}" if self.known == BirthKnown.ESTIMATED else "not known"
