"""How long a client has waited for a first appointment, and what that asks for. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from careplan.clients.codes import Priority
from careplan.clients.rules.waits import Target, target_days
from careplan.ground.standards import Edition, Series

NOT_DECIDED = "not_decided"
"""What a client waits for whom nobody has seen yet: no treatment is recorded."""


class LongWait(Edition, frozen=True, kw_only=True):
    """From which day on a wait is reviewed and reported."""

    review: Target


LONG_WAIT = Series(Path(__file__).parent / "standards", "long-wait", LongWait)


class Standing(StrEnum):
    """Where a wait stands against the target and against the day from which it is reviewed."""

    IN_TIME = "met"
    OVER = "missed"
    LONG = "missed_review"
    REVIEWED = "missed_reviewed"


@dataclass(frozen=True, slots=True)
class Wait:
    """One client's wait for one treatment; `reviewed_on` is the day of the latest review of it."""

    episode_id: str
    service_id: str
    client_name: str
    kind: str
    referred_on: date
    priority: str | None = None
    keyworker: str | None = None
    reviewed_on: date | None = None
    reported_on: date | None = None

    @property
    def first(self) -> bool:
        """Whether the client is of a priority group."""
        return self.priority not in (None, Priority.NONE)

    def waited(self, on: date) -> int:
        """Days since the referral."""
        return max((on - self.referred_on).days, 0)

    def left(self, on: date) -> int:
        """Days until the target is missed; below zero, days since."""
        return target_days(self.referred_on) - self.waited(on)


def standing(wait: Wait, on: date) -> Standing:
    """Where the wait stands on the day.

    | state | when |
    |---|---|
    | met | within the target |
    | missed | past it |
    | missed_review | so long that somebody must say why |
    | missed_reviewed | as long, and somebody has said why since it was |
    """
    days = wait.waited(on)
    if days >= LONG_WAIT.on(wait.referred_on).review.days:
        return Standing.REVIEWED if wait.reviewed_on else Standing.LONG
    return Standing.IN_TIME if wait.left(on) >= 0 else Standing.OVER
