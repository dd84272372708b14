"""What a day or a week of the diary shows, kept while nothing is written at the services."""

from collections import Counter
from collections.abc import Mapping, Sequence

from careplan.contacts.queries.days import Wanted, counts, shown
from careplan.contacts.queries.diary import SIZE
from careplan.contacts.rules.diary import Slot
from careplan.ground.db import writes
from careplan.ground.memory import Kept
from careplan.trail.queries import marks
from careplan.ui.paging import page_count

MOST = 10
"""Appointments of a day that the week shows; all of them stand on the day's own pages."""
Shown = tuple[Sequence[str], Mapping[int, int], int, Sequence[Slot]]
DAYS: Kept[Shown] = Kept(most=64)
"""By what is wanted and the page, of this process."""


def days_of(wanted: Wanted, page: int | None) -> Shown:
    """Rooms and places, how many appointments each day has, the page's number, and what is shown of the days.

    `page`: of the one day; None for the first ones of each day of a week. One statement, three after a write.
    """

    def make() -> Shown:
        every = counts(wanted)
        places, totals = sorted({place for _, _, place, _ in every} - {""}), Counter[int]()
        for on, service, place, number in every:
            if wanted.service in (None, service) and wanted.place in (None, place):
                totals[on] += number
        number = min(page or 1, page_count(totals[0], SIZE))
        first, last = ((number - 1) * SIZE, number * SIZE) if page else (0, MOST)
        return places, totals, number, shown(wanted, first, last) if totals else []

    # the mark is read before the rows
    return make() if writes.get() else DAYS.get((wanted, page), marks(wanted.services), make)
