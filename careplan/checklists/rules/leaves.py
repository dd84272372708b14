"""Which sections of a checklist stand on one page: short neighbours together, so that a save does not lead to two
questions and another save. Pure.
"""

from collections.abc import Collection, Iterator

from careplan.checklists.codes import AnswerType, Kind
from careplan.checklists.rules.bank import Bank, Item

ROOM, TABLE = 22, 3
"""Questions that a page holds, and for how many of them a table counts: four screens of a laptop at most."""


def leaves(bank: Bank, kind: Kind, out: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The sections of each page, in the order of telling; `out`: items that are not asked on these pages."""
    page: list[str] = []
    taken = 0
    for slug in bank.sections_of(kind):
        size = sum(_size(one) for one in bank.section(kind, slug) if one.item not in out)
        if page and taken + size > ROOM:
            yield tuple(page)
            page, taken = [], 0
        if size:
            page.append(slug)
            taken += size
    if page:
        yield tuple(page)


def _size(item: Item) -> int:
    return TABLE if item.answer.type is AnswerType.ROWS else 1
