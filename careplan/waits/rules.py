"""How long a client has waited for a first appointment, and what that asks for. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from careplan.clients.codes import Priority
from careplan.clients.rules.waits import Target, target_days
from careplan.ground.standards import Edition, Series

NOT_DECIDED = "not_decided"
"""What a client waits for whom nobody has seen yet: no treatment is recorded."""


class LongWait(Edition, frozen=True, kw_only=True):
    """From which day on a wait is reviewed and reported."""

    review: Target


LONG_WAIT = Series(Path(__file__).parent / "standards", "long-wait", LongWait)


class Answer(StrEnum):
    """What the service answers to who refers."""

    ACCEPTED = "accepted"
    MORE_ASKED = "more_asked"
    PUT_BACK = "put_back"


class State(StrEnum):
    """Where a referral stands, from coming in to treatment or back."""

    RECEIVED = "received"
    MORE_ASKED = "more_asked"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    OFFERED = "offered"
    STARTED = "started"
    PUT_BACK = "put_back"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rung:
    """A state that a referral came to: its day, who said so, and in which words."""

    state: State
    on: date
    by: str = ""
    words: str = ""


def ladder(rungs: Iterable[Rung]) -> list[Rung]:
    """The states in the order of their days; on one day in the order in which they follow each other."""
    order = list(State)
    return sorted(rungs, key=lambda one: (one.on, order.index(one.state)))


def words_needed(values: Mapping[str, Any]) -> dict[str, str]:
    """Who is put back, or asked for more, is told why."""
    why = {Answer.MORE_ASKED: "Enter what was asked", Answer.PUT_BACK: "Enter why it is put back"}
    missing = not values["words"] and values["answer"] in why
    return {"words": why[Answer(values["answer"])]} if missing else {}


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
    referrer: str | None = None
    answer: str | None = None
    appointment_id: str | None = None
    appointment_at: datetime | None = None

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
