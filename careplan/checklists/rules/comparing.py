"""What a new edition of the question bank asks otherwise than the one before. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from careplan.checklists.codes import Kind
from careplan.checklists.rules.bank import Bank, Item


@dataclass(frozen=True, slots=True)
class Lists:
    """One checklist in two editions: how many questions, and how many of them the tool score expects."""

    kind: Kind
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Differences:
    """The lists, and the items that are new, gone, or changed in the parts named."""

    lists: tuple[Lists, ...]
    new: tuple[Item, ...]
    gone: tuple[Item, ...]
    changed: tuple[tuple[Item, tuple[str, ...]], ...]


PARTS = {
    "question": "its words",
    "section": "its section",
    "answer": "its answer",
    "presence": "the lists it stands in",
    "asked_if": "when it is asked",
    "domain": "its domain",
    "sensitive": "whether it is asked alone",
}


def _size(bank: Bank, kind: Kind) -> tuple[int, int]:
    return len(bank.lists[kind]), len(bank.expected(kind))


def _changed(before: Item, after: Item) -> tuple[str, ...]:
    return tuple(words for part, words in PARTS.items() if getattr(before, part) != getattr(after, part))


def _changes(before: Bank, after: Bank) -> Iterator[tuple[Item, tuple[str, ...]]]:
    for code, item in after.items.items():
        if code in before.items and (parts := _changed(before.items[code], item)):
            yield item, parts


def differences(before: Bank, after: Bank) -> Differences:
    """From one edition to the next, in the order of telling."""
    return Differences(
        tuple(Lists(kind, _size(before, kind), _size(after, kind)) for kind in Kind),
        tuple(item for code, item in after.items.items() if code not in before.items),
        tuple(item for code, item in before.items.items() if code not in after.items),
        tuple(_changes(before, after)),
    )
