"""Answers that a new assessment takes over from earlier ones of the client, to be confirmed."""

from collections.abc import Iterable, Mapping
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
    its `started_on`. What came with a transfer has no such assessment, but who was told it: `brought_by`. `told_on`:
    the day by which it is later than others, which is the day of saving while that assessment is open.
    `heard_on` and `heard_by`: the day on which it was given or confirmed there, and the worker's id.
    """

    item: str
    status: Status
    value: Any
    need: bool | None
    from_id: str | None
    on: date
    brought_by: str | None = None
    told_on: date | None = None
    heard_on: date | None = None
    heard_by: str = ""

    @property
    def day(self) -> date:
        """The day by which it is later than others; without one, its own."""
        return self.told_on or self.on

    def is_of(self, worker: str, on: date) -> bool:
        """Whether this worker heard it on this day, in an assessment of the day."""
        return self.on == self.heard_on == on and self.heard_by == worker


def carried(bank: Bank, kind: Kind, earlier: Iterable[Earlier]) -> list[Earlier]:
    """The answer last affirmed for each item of the checklist, in bank order; gaps are asked afresh.

    Of one day the later in `earlier` counts. Who declined or did not know is asked again: only answers are carried.
    """
    latest: dict[str, Earlier] = {}
    for answer in sorted(earlier, key=lambda one: one.day):
        if worth_carrying(bank.items.get(answer.item), answer.status, answer.value):
            latest[answer.item] = answer
    return [latest[item.item] for item in bank.lists[kind] if item.item in latest]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another open assessment of the episode: what it holds for the items in hand.

    `holds`: item → where the answer was carried from (None: given there), and whether somebody confirmed it there
    on a later day than it was said. `worker`: the id of who makes it.
    """

    id: str
    kind: Kind
    edition: str
    holds: Mapping[str, tuple[str | None, bool]]
    worker: str = ""

    def takes(self, bank: Bank, item: str, source: str) -> bool:
        """Whether an answer given now in `source` goes here: the item is asked here, and nobody answered it here.

        A copy that nobody confirmed since, wherever it came from, makes way for what the client says now.
        """
        if item not in bank.items or self.kind not in bank.items[item].presence:
            return False
        if item not in self.holds:
            return True
        carried_from, confirmed = self.holds[item]
        return self.id != source and carried_from is not None and not confirmed


def worth_carrying(item: Item | None, status: Status, value: Any) -> bool:
    """Whether it is an answer of a known item that may stand elsewhere, and not one that counts as not asked."""
    if item is None or item.own or status is not Status.ANSWERED:
        return False
    if not item.answer.counts_as_not_asked:
        return True
    return bare(item, value) not in item.answer.counts_as_not_asked
