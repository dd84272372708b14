"""What changed under an answer: the row from which it was filled in, or the rows of the record it began with. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from careplan.checklists.rules.agreeing import told_by_rows
from careplan.checklists.rules.bank import Bank

Cells = Mapping[str, str]
"""A row of a table as it is typed, by column."""


def left_behind(
    bank: Bank, before: Sequence[Any], after: Sequence[Any], answers: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """The answers that stand from a row of substances which says otherwise now, with what it says; None for nothing."""
    told = dict(told_by_rows(bank, after))
    for item, old in told_by_rows(bank, before):
        if str(answers.get(item)) == str(old) != str(told.get(item)):
            yield item, told.get(item)


def rows_since(
    answer: Sequence[Cells], then: Mapping[str, Cells], now: Mapping[str, Cells]
) -> list[Cells] | None:
    """The rows of an answer with what the record says since it was given; None where it says nothing new.

    `then` and `now`: the rows of the record by whom or what they are of. A row that says more than the record keeps it.
    """
    gone = {name: row for name, row in then.items() if now.get(name) != row}
    new = {
        name: row
        for name, row in now.items()
        if then.get(name) != row and not any(_says(one, row) for one in answer)
    }
    rows: list[Cells] = []
    for one in answer:
        name = next((name for name, row in gone.items() if _says(one, row)), None)
        if name is None:
            rows.append(one)
        elif name in now:
            rows.append({**one, **new.pop(name, now[name])})
    rows += new.values()
    return None if rows == [*answer] else rows


def _says(one: Cells, row: Cells) -> bool:
    return bool(row) and all(
        one.get(column, "").casefold() == text.casefold() for column, text in row.items()
    )
