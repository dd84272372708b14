"""Record completeness item by item, worst first, with the share of services whose form lacked the item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from careplan.audit.release.pages import kinds_in
from careplan.audit.release.rules.items import reaching_back
from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.review.measures.completeness import completeness
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import ItemCount
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.ruleset import load
from careplan.checklists.codes import Kind
from careplan.checklists.queries import bank, editions
from careplan.checklists.rules.bank import Item
from careplan.ui.tables import Column, Table

STAR = "*"
ITEMS = (Column("Item", 0), Column("Asked in", 1, 2), Column("National gap", 3))
Row = tuple[str, str, str, str]
"""An item: how often it was asked, the way to those that lack it, and how often the national forms lacked it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of assessment."""

    kind: str
    title: str
    figure: str
    percent: str | None
    rows: tuple[Row, ...]
    stars: str

    @property
    def items(self) -> Table:
        """The rows as a list."""
        empty = "No assessment of this kind was completed in the period."
        return Table(f"{self.title}, item by item", ITEMS, self.rows, empty, size="s")


def bank_items() -> Mapping[str, Item]:
    """Every item of every edition; the latest edition's words win."""
    return {code: item for edition in editions() for code, item in bank(edition).items.items()}


def row(request: Selection, kind: Kind, count: ItemCount, question: str, hidden: frozenset[str]) -> Row:
    """One item as this reader may see it."""
    gap = load().gaps[kind].get(count.item)
    secret = count.item in hidden
    href = ""
    if request.records and count.asked < count.expected:
        key = f"{kind.value}.{count.item}"
        href = url_for("audit.records_page", measure=key, part="missed", **request.here)
    figure = STAR if secret else words.share_words(count.share.part, count.share.whole)
    return question, figure, href, "" if gap is None else f"{gap}%"


def sheet(request: Selection, kind: Kind, services: Sequence[Service], hidden: frozenset[str]) -> Sheet:
    """The items of one kind; hidden ones stand last, without an order that would tell of them."""
    result = completeness(services, request.census)[kind]
    items = bank_items()
    shown = [count for count in result.worst_first() if count.item not in hidden]
    rest = [count for count in result.items if count.item in hidden]
    return Sheet(
        kind=kind.value,
        title=words.KINDS[kind],
        figure=STAR if hidden else words.about(result),
        percent=None if hidden else words.whole_percent(result),
        rows=tuple(
            row(request, kind, count, items[count.item].question, hidden) for count in [*shown, *rest]
        ),
        stars=words.STARS if hidden else "",
    )


def period(request: Selection) -> Census:
    """The period whose answers are needed: for readers outside also those of the quarter ends before."""
    return request.census if request.records else reaching_back(request.census)


def sheets(request: Selection, services: tuple[Service, ...]) -> tuple[Sheet, ...]:
    """All three kinds."""
    hidden = {} if request.records else kinds_in(request.request, services, request.inside)
    return tuple(sheet(request, kind, services, hidden.get(kind, frozenset())) for kind in Kind)
