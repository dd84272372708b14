"""Long lists in pages: which page an address asks for, and how many there are."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from careplan.ground.db import db


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


def part_of(rows: Sequence[Any], number: int, size: int) -> Rows:
    """A page of rows that are read already, the last one where there are fewer."""
    pages = page_count(len(rows), size)
    number = min(number, pages)
    return Rows(rows[(number - 1) * size : number * size], number, pages, len(rows))


def read_page(rows: Any, model: Any, wanted: Sequence[Any], number: int, size: int) -> Rows:
    """A page of the rows of a SELECT that meet all these conditions on `model`, the last one where there are fewer.

    Two statements.
    """
    total = db.session.scalar(select(func.count()).select_from(model).where(*wanted)) or 0
    pages = page_count(total, size)
    number = min(number, pages)
    shown = db.session.execute(rows.where(*wanted).limit(size).offset((number - 1) * size)).all()
    return Rows(shown, number, pages, total)


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
