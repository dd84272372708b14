"""A list is declared once: its columns and rows give the page, the print, the CSV and the workbook.

`ui/table.html` renders a `Table` as HTML, `lines` hands the same words to files.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from operator import attrgetter, itemgetter
from typing import Any, Protocol

from markupsafe import Markup


class Cell(Protocol):
    """A cell that is more than words: HTML on a page, its words in a file."""

    def __html__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Link(Cell):
    """Words that lead somewhere; `hidden` are words after them that are read but not seen."""

    text: object
    href: str
    hidden: str = ""

    def __html__(self) -> str:
        hidden = self.hidden and Markup('<span class="nhsuk-u-visually-hidden">{}</span>').format(self.hidden)
        return Markup('<a href="{}">{}{}</a>').format(self.href, self.text, hidden)

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Tag(Cell):
    """A state: the word first, the colour second (an NHS tag)."""

    text: str
    colour: str = ""

    def __html__(self) -> str:
        colour = f" nhsuk-tag--{self.colour}" if self.colour else ""
        return Markup('<strong class="nhsuk-tag{}">{}</strong>').format(colour, self.text)

    def __str__(self) -> str:
        return self.text


Value = Callable[[Any], Any] | str | int | None


def _reader(value: Value) -> Callable[[Any], Any] | None:
    return (
        attrgetter(value)
        if isinstance(value, str)
        else itemgetter(value)
        if isinstance(value, int)
        else value
    )


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `value` and `link`: a function of the row, the name of its attribute or a position in it.

    Without a value the page writes the cell (`call(row) table(…)`) and files leave the column out. `label_hidden`:
    the label is read but not seen.
    """

    label: str
    value: Value = None
    link: Value = None
    numeric: bool = False
    label_hidden: bool = False
    classes: Value = None


def columns(*labels: str) -> tuple[Column, ...]:
    """Columns of rows that are sequences, in their order."""
    return tuple(Column(label, at) for at, label in enumerate(labels))


@dataclass(frozen=True, slots=True)
class Paged:
    """Which page of how many a list shows, and the address of another."""

    page: int
    pages: int
    address: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its caption; `empty` stands in its place when there are no rows. The first cell of a row heads it.

    `rows` are those of one page where the list is `paged`.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    empty: str = ""
    size: str = "m"
    caption_hidden: bool = False
    classes: str = ""
    paged: Paged | None = None

    def cells(self) -> Iterator[tuple[Any, list[tuple[str, str, Any]]]]:
        """Each row with its cells: their classes, label and content; content None is written by the page."""
        readers = [
            (
                f"nhsuk-table__{'cell' if at else 'header'}" + " nhsuk-table__cell--numeric" * column.numeric,
                column.label,
                _reader(column.value),
                _reader(column.link),
                _reader(column.classes),
            )
            for at, column in enumerate(self.columns)
        ]
        for row in self.rows:
            cells = []
            for css, label, value, link, classes in readers:
                cell = value(row) if value else None
                if link and (href := link(row)):
                    cell = Link(cell, href)
                if classes:
                    css = f"{css} {classes(row)}"
                elif isinstance(cell, str) and not cell.strip():
                    css = f"{css} app-none"
                cells.append((css, label, cell))
            yield row, cells

    def lines(self) -> Iterator[list[Any]]:
        """The labels, then the values of each row, for a file."""
        shown = [(column.label, reader) for column in self.columns if (reader := _reader(column.value))]
        yield [label for label, _ in shown]
        for row in self.rows:
            yield [value(row) for _, value in shown]


def csv_of(table: Table) -> bytes:
    """The list as a CSV file."""
    target = StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows(table.lines())
    return target.getvalue().encode()
