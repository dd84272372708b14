"""Completeness items that readers outside do not see, and the quarter ends that they may choose."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from careplan.audit.release.rules.cells import Records, Table
from careplan.audit.release.rules.release import changed_little, hide_solvable, released
from careplan.audit.review.measures.completeness import item_sets
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.checklists.codes import Kind
from careplan.ground.dates import add_months

QUARTERS = 4
"""How many quarter ends before a report are compared with it: those whose twelve months overlap."""


OLDER = 12
"""How many quarter ends before these are compared as well, while a figure has hardly changed since."""


def quarter_end(day: date) -> bool:
    """Whether the day is the last of March, June, September or December."""
    return day.month % 3 == 0 and (day + timedelta(days=1)).day == 1


def last_quarter_end(day: date) -> date:
    """The newest quarter end up to the day."""
    if quarter_end(day):
        return day
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)


def earlier(census: Census) -> tuple[Census, ...]:
    """The quarter ends of the year before, the newest first."""
    return _before(census, range(1, QUARTERS + 1))


def older(census: Census) -> tuple[Census, ...]:
    """The quarter ends before these, the newest first: who is in treatment for years stands in their reports, too."""
    return _before(census, range(QUARTERS + 1, QUARTERS + OLDER + 1))


def _before(census: Census, numbers: Iterable[int]) -> tuple[Census, ...]:
    first = date(census.on.year, census.on.month, 1)
    return tuple(Census.at(add_months(first, 1 - 3 * n) - timedelta(days=1)) for n in numbers)


def reaching_back(census: Census) -> Census:
    """The census with a period that begins with that of the earliest quarter end it is compared with."""
    return Census(census.on, earlier(census)[-1].first)


Rows = Mapping[str, tuple[Records, Records]]
"""By item the assessments that expected it, and those that asked it."""


def hidden_items(rows: Rows, *earlier: Rows) -> frozenset[str]:
    """The items to hide at a census, whatever a reader kept of the earlier ones.

    Which assessments expect an item follows from the checklist, so these sets are compared with each other; who
    asked one item says nothing of who asked another. Who asked it is compared with the same item earlier.
    """
    shown = shown_at(rows)
    for past in earlier:
        before = shown_at(past)
        kept = {table.key[1] for table in before}
        still = [table for table in shown if table.key[1] not in kept or apart(rows, past, table.key[1])]
        shown = hide_solvable(still, tuple(before))
    return frozenset(rows) - {table.key[1] for table in shown}


def shown_at(rows: Rows) -> Sequence[Table]:
    """The items that may be shown at one census by itself, as the assessments that expected them."""
    return released(
        [Table(("items", item), rows[item][0]) for item in rows if not table(rows, item).is_small]
    )


def table(rows: Rows, item: str) -> Table:
    """One item with who asked it."""
    return Table(("items", item), *rows[item])


def apart(rows: Rows, past: Rows, item: str) -> bool:
    """Whether an item at two censuses tells of no one to four assessments between them."""
    now, before = table(rows, item), table(past, item)
    return not changed_little(now, before) and bool(hide_solvable([now], [before]))


def items_to_hide(services: Sequence[Service], kind: Kind, census: Census) -> frozenset[str]:
    """The hidden items of a kind. The facts need the answers of the period that `reaching_back` gives."""
    now, *past = (item_sets(services, kind, one) for one in (census, *earlier(census)))
    return hidden_items(now, *past)
