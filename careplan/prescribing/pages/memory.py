"""Who comes for a dose on a day, used again while nothing that decides it was written (decision 60).

Where only the records of some clients were written since, their courses alone are read anew: one order does not let the
round of a whole service be read again.
"""

from dataclasses import dataclass, replace
from datetime import date

from careplan.ground.clock import today
from careplan.ground.memory import Kept
from careplan.prescribing import queries
from careplan.prescribing.pages.limits import unsigned_words
from careplan.prescribing.queries import Coming, Day, Selection
from careplan.prescribing.rules.standard import standard
from careplan.trail.queries import COMING, ROUND, ByRecord, marks


@dataclass(frozen=True, slots=True)
class _Come:
    """Who may come, and what is said of the limits."""

    may: Coming
    unsigned: str


RECORDS: ByRecord[_Come] = ByRecord(most=8)
COME: Kept[_Come] = Kept(most=8)
DAYS: Kept[tuple[Day, str]] = Kept(most=8)
"""Of this process, by services and day: who may come until an order, a week or a client changes; and who does, until a
dose is logged too.
"""


def day(services: frozenset[str], on: date, want: Selection) -> tuple[Day, str]:
    """Who comes on the day, with what is wanted of it, and the words about limits that are not signed off."""

    def make() -> tuple[Day, str]:
        come = COME.get((services, on), (marks(services, COMING), today()), lambda: _come(services, on))
        return queries.day(services, on, want, come.may), come.unsigned

    return DAYS.get((services, on), (marks(services, ROUND), today()), make)


def _come(services: frozenset[str], on: date) -> _Come:
    """Read now, as far as it may have changed."""

    def make() -> _Come:
        unsigned = unsigned_words(services, standard(today()))
        return _Come(queries.coming(services, on), unsigned)

    def renew(before: _Come, written: frozenset[str]) -> _Come | None:
        may = queries.renewed(before.may, services, on, written)
        return None if may is None else replace(before, may=may)

    return RECORDS.get((services, on), services, make, renew)
