"""What is expected of an assessment and what of it counts as asked; the figures of completeness rest on it.

| status                         | asked                                            |
|--------------------------------|--------------------------------------------------|
| answered                       | yes, unless the option counts as not asked       |
| declined, not_known            | yes                                              |
| not_applicable, not_asked, row missing | no                                       |
| any of them, carried over and void     | no                                       |
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from careplan.checklists.codes import Fact, Kind, Presence, Status
from careplan.checklists.rules.bank import Bank, Condition, Item
from careplan.checklists.rules.values import bare
from careplan.ground.dates import add_months
from careplan.ground.standards import Edition, Positive, Series


class Assessing(Edition, frozen=True, kw_only=True):
    """Months for which a carried-over answer stands unconfirmed; days until an unfinished assessment is taken up."""

    fresh_months: Positive
    return_days: Positive


ASSESSING = Series(Path(__file__).parents[1] / "standards", "assessing", Assessing)

YES_NO = ("no", "yes")
"""The codes that conditions have for the answers of an item of yes or no."""
ASKED = frozenset({Status.ANSWERED, Status.DECLINED, Status.NOT_KNOWN})


@dataclass(frozen=True, slots=True)
class Given:
    """What one assessment holds for one item.

    `carried_on` is None for an answer given here; else the day of the assessment it was carried from
    (its `completed_on`, without one its `started_on`).
    """

    status: Status
    value: Any = None
    carried_on: date | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One assessment as it is judged: its checklist, its day `on` (completed on; while open, today), answers
    and the facts of that day; seen from `census`: a later confirming is not seen.

    `plain`: items that count as asked whatever else the answer says, which is `given` only where it decides more.
    """

    bank: Bank
    kind: Kind
    on: date
    census: date
    given: Mapping[str, Given]
    facts: Collection[Fact] = frozenset()
    plain: frozenset[str] = frozenset()


def completeness(sitting: Sitting) -> dict[str, bool]:
    """Every expected item of the assessment, in bank order, and whether it counts as asked."""
    expected, asked = counted(sitting)
    listed = sitting.bank.lists[sitting.kind]
    return {item.item: item.item in asked for item in listed if item.item in expected}


def counted(sitting: Sitting) -> tuple[frozenset[str], frozenset[str]]:
    """The expected items, and those of them that count as asked."""
    expected, gaps = unasked(sitting)
    return expected, expected - gaps


def unasked(sitting: Sitting) -> tuple[frozenset[str], frozenset[str]]:
    """The expected items, and those of them that do not count as asked."""
    bank, kind, judge = sitting.bank, sitting.kind, partial(_holds, sitting)
    holds = tuple([any(map(judge, conditions)) for conditions, _ in bank.dependents[kind]])
    expected = bank.asked_where(kind, holds)
    given, rest = sitting.given, expected - sitting.plain
    gaps = [code for code in rest if code not in given or not is_asked(sitting, bank.items[code])]
    return expected, frozenset(gaps)


def missing(sitting: Sitting) -> tuple[Item, ...]:
    """The expected items that do not count as asked, in bank order."""
    return tuple(
        sitting.bank.items[code] for code, was_asked in completeness(sitting).items() if not was_asked
    )


def is_expected(sitting: Sitting, item: Item) -> bool:
    """Always items, and if items with at least one condition that definitely holds; optional ones never."""
    presence = item.presence.get(sitting.kind)
    if presence is Presence.ALWAYS:
        return True
    return presence is Presence.IF and condition_holds(sitting, item)


def condition_holds(sitting: Sitting, item: Item) -> bool:
    """Whether at least one of the item's conditions definitely holds."""
    return any(map(partial(_holds, sitting), item.conditions))


def is_asked(sitting: Sitting, item: Item) -> bool:
    """Whether the item was asked in the assessment; see the table of this module."""
    if item.item in sitting.plain:
        return True
    given = sitting.given.get(item.item)
    if given is None or given.status not in ASKED or is_void(sitting, item, given):
        return False
    if given.status is not Status.ANSWERED or not item.answer.counts_as_not_asked:
        return True
    return bare(item, given.value) not in item.answer.counts_as_not_asked


def is_void(sitting: Sitting, item: Item, given: Given) -> bool:
    """A carried-over answer that had to be confirmed and was not: it counts as not asked."""
    if given.carried_on is None:
        return False
    if given.confirmed_on is not None and given.confirmed_on <= sitting.census:
        return False
    return needs_confirming(item, sitting.kind, given.carried_on, sitting.on)


def needs_confirming(item: Item, kind: Kind, carried_on: date, on: date) -> bool:
    """Whether an answer of that day may not simply stand: risk items never may, others while they are fresh."""
    return item.is_risk or kind is Kind.RISK or on > add_months(carried_on, ASSESSING.on(on).fresh_months)


def gaps_in(bank: Bank) -> frozenset[str]:
    """The items with an option that counts as not asked: their value decides whether they were."""
    return frozenset(item.item for item in bank.items.values() if item.answer.counts_as_not_asked)


def read_for(bank: Bank) -> frozenset[str]:
    """The items whose value decides what is expected or asked; of all others the status is enough."""
    conditions = (one for item in bank.items.values() for one in item.conditions)
    return gaps_in(bank).union(one.item for one in conditions if one.item is not None)


def tool_score(bank: Bank, kind: Kind, hidden: Collection[str]) -> tuple[int, int]:
    """Numerator and denominator: expected items present in the service's form, of all expected items."""
    expected = bank.expected(kind)
    return sum(item.item not in hidden for item in expected), len(expected)


def _holds(sitting: Sitting, condition: Condition) -> bool:
    if condition.fact is not None:
        return condition.fact in sitting.facts
    assert condition.item is not None  # a condition without a fact names an item: read_bank
    given = sitting.given.get(condition.item)
    if given is None or given.status is not Status.ANSWERED:
        return False
    item = sitting.bank.items[condition.item]
    return _matches(condition, item, given.value) and _applies(sitting, item) and is_asked(sitting, item)


def _matches(condition: Condition, item: Item, value: Any) -> bool:
    """Whether an answer has rows, or one of the codes, as the condition asks."""
    value = bare(item, value)
    if condition.has_rows is not None:
        return bool(value) is condition.has_rows
    if isinstance(value, list):
        return not condition.codes.isdisjoint(value)
    return (YES_NO[value] if isinstance(value, bool) else value) in condition.codes


def _applies(sitting: Sitting, item: Item) -> bool:
    """A controlling item must itself be applicable: in this checklist, its own condition holding."""
    presence = item.presence.get(sitting.kind)
    if presence is Presence.IF:
        return condition_holds(sitting, item)
    return presence is not None
