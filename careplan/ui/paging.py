"""Long lists in pages: which page an address asks for, and how many there are."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


class Rows(NamedTuple):
    """The rows of one page of a list, its number, how many pages there are and how many rows on all of them."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int


def page_number(text: str) -> int:
    """A page number from an address, counted from 1; 1 for anything else."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_count(total: int, size: int) -> int:
    """How many pages of `size` lines hold so many; an empty list has one."""
    return max(1, -(-total // size))


def page_of(rows: Callable[[int], Sequence[Any]], number: int, size: int) -> Rows:
    """A page of a list, the last one where there are fewer.

    `rows(first)` gives those of a page from its first place (counted from 0), each with the total in its last column.
    """
    shown = rows((number - 1) * size)
    if not shown and number > 1:
        start = rows(0)
        number = page_count(start[0][-1] if start else 0, size)
        shown = rows((number - 1) * size) if number > 1 else start
    total = shown[0][-1] if shown else 0
    return Rows(shown, number, page_count(total, size), total)
