"""Answers that a new assessment takes over from earlier ones of its episode, to be confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.checklists.codes import Kind, Status
from careplan.checklists.rules.bank import Bank, Item
from careplan.checklists.rules.values import bare


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer of an earlier assessment: what was said, where and when it was last affirmed.

    `from_id` is the assessment in which it was given or last confirmed, `on` its `completed_on`, without one
    its `started_on`.
    """

    item: str
    status: Status
    value: Any
    need: bool | None
    from_id: str
    on: date


def carried(bank: Bank, kind: Kind, earlier: Iterable[Earlier]) -> list[Earlier]:
    """The answer last affirmed for each item of the checklist, in bank order; gaps are asked afresh.

    Of one day the later in `earlier` counts. Who declined or did not know is asked again: only answers are carried.
    """
    latest: dict[str, Earlier] = {}
    for answer in sorted(earlier, key=lambda one: one.on):
        if _worth_carrying(bank.items.get(answer.item), answer):
            latest[answer.item] = answer
    return [latest[item.item] for item in bank.lists[kind] if item.item in latest]


def _worth_carrying(item: Item | None, answer: Earlier) -> bool:
    if item is None or answer.status is not Status.ANSWERED:
        return False
    if not item.answer.counts_as_not_asked:
        return True
    return bare(item, answer.value) not in item.answer.counts_as_not_asked
