"""Record completeness item by item, worst first, with the share of services whose form lacked the item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from careplan.audit.release.pages.outside import kinds_in
from careplan.audit.release.rules.quarters import reaching_back
from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Asked
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
ITEMS = (Column("Item", "question"), Column("Asked in", "figure", "href"), Column("National gap", "gap"))


@dataclass(frozen=True, slots=True)
class Row:
    """An item: how often it was asked, and how often the national forms of 2005/06 lacked it."""

    item: str
    question: str
    figure: str
    gap: str
    href: str


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


def row(asked: Asked, kind: Kind, count: ItemCount, question: str, hidden: frozenset[str]) -> Row:
    """One item as this reader may see it."""
    gap = load().gaps[kind].get(count.item)
    secret = count.item in hidden
    href = ""
    if asked.records and count.asked < count.expected:
        key = f"{kind.value}.{count.item}"
        href = url_for("audit.records_page", measure=key, part="missed", **asked.here)
    return Row(
        item=count.item,
        question=question,
        figure=STAR if secret else words.share_words(count.share.part, count.share.whole),
        gap="" if gap is None else f"{gap}%",
        href=href,
    )


def sheet(asked: Asked, kind: Kind, services: Sequence[Service], hidden: frozenset[str]) -> Sheet:
    """The items of one kind; hidden ones stand last, without an order that would tell of them."""
    found = completeness(services, asked.census)[kind]
    items = bank_items()
    shown = [count for count in found.worst_first() if count.item not in hidden]
    rest = [count for count in found.items if count.item in hidden]
    return Sheet(
        kind=kind.value,
        title=words.KINDS[kind],
        figure=STAR if hidden else words.about(found),
        percent=None if hidden else words.whole_percent(found),
        rows=tuple(row(asked, kind, count, items[count.item].question, hidden) for count in [*shown, *rest]),
        stars=words.STARS if hidden else "",
    )


def period(asked: Asked) -> Census:
    """The period whose answers are needed: for readers outside also those of the quarter ends before."""
    return asked.census if asked.records else reaching_back(asked.census)


def sheets(asked: Asked, services: tuple[Service, ...]) -> tuple[Sheet, ...]:
    """All three kinds."""
    hidden = {} if asked.records else kinds_in(asked.request, services, asked.inside)
    return tuple(sheet(asked, kind, services, hidden.get(kind, frozenset())) for kind in Kind)
