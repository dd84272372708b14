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
from careplan.trail.queries import COMING, ROUND, SHARED, marks, marks_by_record

FEW = 50
"""Up to how many written records are read by themselves."""


@dataclass(frozen=True, slots=True)
class _Come:
    """Who may come, as it was read that day, what is said of the limits, and the marks of the records before that."""

    read_on: date
    may: Coming
    unsigned: str
    records: dict[tuple[str, str], int]


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
    """Read now, as far as it may have changed. The marks are read before the facts: what is written meanwhile, the next
    page reads.
    """
    records, before = marks_by_record(services), COME.last((services, on))
    if before is not None and before.read_on == today():
        written = {part for (part, _), _ in records.items() ^ before.records.items()}
        if SHARED not in written and len(written) <= FEW:
            may = queries.renewed(before.may, services, on, written)
            if may is not None:
                return replace(before, may=may, records=records)
    unsigned = unsigned_words(services, standard(today()))
    return _Come(today(), queries.coming(services, on), unsigned, records)
