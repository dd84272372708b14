"""A list is declared once: its columns and rows give the page, the print, the CSV and the workbook.

`ui/table.html` renders a `Table` as HTML, `lines` hands the same words to files.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from operator import attrgetter, itemgetter
from typing import Any, Protocol

from markupsafe import Markup, escape


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
        hidden = self.hidden and f'<span class="nhsuk-u-visually-hidden">{escape(self.hidden)}</span>'
        return f'<a href="{escape(self.href)}">{escape(self.text)}{hidden}</a>'

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Tag(Cell):
    """A state: the word first, the colour second (an NHS tag)."""

    text: str
    colour: str = ""

    def __html__(self) -> str:
        colour = f" nhsuk-tag--{escape(self.colour)}" if self.colour else ""
        return f'<strong class="nhsuk-tag{colour}">{escape(self.text)}</strong>'

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Tagged(Cell):
    """Words that stay in one line, and a state after them, if any."""

    text: object
    tag: Tag | None = None

    def __html__(self) -> str:
        tag = f" {escape(self.tag)}" if self.tag else ""
        return f'<span class="nhsuk-u-nowrap">{escape(self.text)}</span>{tag}'

    def __str__(self) -> str:
        return f"{self.text}, {self.tag}" if self.tag else str(self.text)


@dataclass(frozen=True, slots=True)
class Above(Cell):
    """Words or a state, and quieter words in a line below."""

    text: object
    below: str

    def __html__(self) -> str:
        return f'{escape(self.text)}<br><span class="app-quiet">{escape(self.below)}</span>'

    def __str__(self) -> str:
        return f"{self.text}, {self.below}"


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


def filled(columns: Sequence[Column], rows: Sequence[Any]) -> tuple[Column, ...]:
    """The columns of which a row has something to say."""

    def says(column: Column) -> bool:
        read = _reader(column.value)
        return read is None or any(str(read(row)).strip() for row in rows)

    return tuple(column for column in columns if says(column))


def _cell(column: Column, heads: bool, write: Callable[[Any, str], object]) -> Callable[[Any], str]:
    """What makes the cell of a row, HTML. Its label stands in front of it on a narrow screen (careplan.css)."""
    value, link, classes = (_reader(one) for one in (column.value, column.link, column.classes))
    label = f' data-label="{escape(escape(column.label).striptags())}"'
    name, kind = ("th", ' scope="row" role="rowheader"') if heads else ("td", f' role="cell"{label}')
    numeric = "nhsuk-table__cell--numeric" * column.numeric

    def html(row: Any) -> str:
        cell = value(row) if value else write(row, column.label)
        if link and (href := link(row)):
            cell = Link(cell, href)
        css = f"{numeric} {classes(row)}" if classes else numeric
        if isinstance(cell, str) and not cell.strip():
            css = f"{css} app-none"
        classed = f' class="{escape(css.strip())}"' if css else ""
        return f"<{name}{classed}{kind}>{escape(cell)}</{name}>\n"

    return html


@dataclass(frozen=True, slots=True)
class Paged:
    """Which page of how many a list shows, and the address of another; `label` tells two lists of a page apart."""

    page: int
    pages: int
    address: Callable[[int], str]
    label: str = "Pagination"


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

    def body(self, write: Callable[[Any, str], object]) -> Markup:
        """The rows as HTML; `write(row, label)` gives the cells of columns without a value."""
        cells = [_cell(column, not at, write) for at, column in enumerate(self.columns)]
        rows = ("".join(cell(row) for cell in cells) for row in self.rows)
        return Markup("".join(f'<tr role="row">\n{row}</tr>\n' for row in rows))  # noqa: S704 (escaped by `_cell`)

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
