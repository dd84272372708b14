"""An answer as the record holds it, and what a worker says to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from careplan.checklists.codes import Kind, Status
from careplan.checklists.rules.asked import Given, needs_confirming
from careplan.checklists.rules.bank import Item


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as it stands: what was given, whether it is a need, when it was saved.

    `source` is the assessment a carried answer comes from, `source_by` the worker who recorded it there; `slot`
    its place among rows of the item that were struck out; `brought_by` who was told it at another service.
    """

    given: Given
    need: bool | None
    saved_at: datetime
    source: str | None = None
    source_by: str = ""
    slot: int = 1
    brought_by: str = ""

    @property
    def copied(self) -> bool:
        """Whether it was said elsewhere before."""
        return self.given.carried_on is not None

    @property
    def confirmed(self) -> bool:
        """Whether a carried answer was affirmed in this assessment."""
        return self.given.confirmed_on is not None

    @property
    def stands(self) -> bool:
        """Whether it was said elsewhere and held to be true on that day: there is nothing to ask again."""
        on, since = self.given.confirmed_on, self.given.carried_on
        return on is not None and since is not None and on <= since

    @property
    def waits(self) -> bool:
        """Whether it is an answer of earlier that nobody confirmed here."""
        return self.copied and not self.confirmed

    def says(self, status: Status, value: Any, need: bool | None) -> bool:
        """Whether nothing would change."""
        return self.given.status is status and self.given.value == value and bool(self.need) == bool(need)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker saves for one item.

    `keeps` leaves a carried answer where it came from, and `confirmed` affirms it today; else it is given here.
    """

    item: str
    status: Status
    value: Any = None
    need: bool | None = None
    keeps: bool = False
    confirmed: bool = False


def may_stand(item: Item, kind: Kind, saved: SavedAnswer, watched: Collection[str], on: date) -> bool:
    """Whether an answer of earlier may be held to be true together with others, unconfirmed so far.

    Never what has to be confirmed by itself (a risk item, an answer that is too old), nor an item that is `watched`
    for what cannot wait.
    """
    if saved.given.carried_on is None or saved.confirmed or item.item in watched:
        return False
    return not needs_confirming(item, kind, saved.given.carried_on, on)
