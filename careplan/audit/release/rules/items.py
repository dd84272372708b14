"""Completeness items for readers outside: none that tells of one to four assessments, and none that gives one back."""

from collections.abc import Mapping, Sequence

from careplan.audit.release.rules.cells import Records, Table
from careplan.audit.release.rules.release import changed_little, hide_solvable, released

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
