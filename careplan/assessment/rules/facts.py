"""The four facts that a checklist's conditions may name, judged on one day inside one episode."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from careplan.checklists.codes import Fact
from careplan.clients.codes import PRESCRIBING

DEPOT = frozenset({"depot_weekly", "depot_monthly"})
WHOLE_WEEK = 7


@dataclass(frozen=True, slots=True)
class Offer:
    """An intervention of the episode, live on the day."""

    kind: str
    referred_on: date
    ended_on: date | None

    def considered(self, on: date) -> bool:
        """Prescribing that was asked for by the day and not ended by then."""
        ended = self.ended_on is not None and self.ended_on <= on
        return self.kind in PRESCRIBING and self.referred_on <= on and not ended


@dataclass(frozen=True, slots=True)
class CourseFact:
    """A course of the episode, live on the day.

    Orders are (effective_on, formulation), regimens (effective_on, seven of 0 and 1), in any order.
    """

    drug: str
    first_dose_on: date
    ended_on: date | None
    orders: tuple[tuple[date, str], ...] = ()
    regimens: tuple[tuple[date, str], ...] = ()

    def open_on(self, on: date) -> bool:
        """From the first dose to the day before its end; ended on its first day, it never was open."""
        return self.first_dose_on <= on and (self.ended_on is None or on < self.ended_on)

    def take_home(self, on: date) -> bool:
        """Open, not on a depot, and fewer than seven days a week supervised."""
        supervised = _current(self.regimens, on)
        if not self.open_on(on) or supervised is None or _current(self.orders, on) in DEPOT:
            return False
        return supervised.count("1") < WHOLE_WEEK


def facts(on: date, offers: Iterable[Offer], courses: Iterable[CourseFact]) -> frozenset[Fact]:
    """What the record knew on the day; only rows of the assessment's episode may be handed in."""
    considered = any(offer.considered(on) for offer in offers)
    begun = [course for course in courses if course.first_dose_on <= on]
    current = [course for course in begun if course.open_on(on)]
    methadone = any(course.drug == "methadone" for course in current)
    held = {
        Fact.PRESCRIBING_CONSIDERED: considered,
        Fact.OST_ACTIVE_OR_PLANNED: considered or bool(current),
        Fact.METHADONE_ACTIVE_OR_PLANNED: methadone or (considered and not begun),
        Fact.TAKE_HOME_DOSES: any(course.take_home(on) for course in current),
    }
    return frozenset(fact for fact, holds in held.items() if holds)


def _current(rows: Iterable[tuple[date, str]], on: date) -> str | None:
    begun = [row for row in rows if row[0] <= on]
    return max(begun)[1] if begun else None
