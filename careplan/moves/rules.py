"""Where a transfer stands, and who is responsible for the client meanwhile. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from careplan.clients.codes import TransferAnswer
from careplan.ground.standards import Edition, Positive, Series, Sourced


class Moving(Edition, frozen=True, kw_only=True):
    """Days until a transfer is picked up and the client is seen; months for which its consent holds."""

    pick_up_days: Positive
    seen_days: Positive
    consent_months: Positive


MOVING = Series(Path(__file__).parent / "standards", "moving", Moving)


class State(StrEnum):
    """Where a transfer stands."""

    WITHDRAWN = "withdrawn"
    AS_FILE = "as_file"
    WAITS = "waits"
    PUT_BACK = "put_back"
    TAKEN_BACK = "taken_back"
    UNDONE = "undone"
    ACCEPTED = "accepted"
    SEEN = "seen"


FROM_NEWS = {
    "seen": TransferAnswer.ACCEPTED.value,
    "put_back": TransferAnswer.PUT_BACK.value,
    "taken_back": State.TAKEN_BACK.value,
}
"""What the sender was told of a file, as the answer that it comes to."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A transfer as its sender follows it: what was answered, and when the client was first seen there.

    `undone`: the episode that it led to was struck out. Of one that left as a file both are what the sender was told
    on `told_on` (`transfer_news`).
    """

    id: str
    sent_to: str
    sent_on: date
    answer: str | None = None
    answer_reason: str | None = None
    seen_on: date | None = None
    struck: bool = False
    as_file: bool = False
    told_on: date | None = None
    undone: bool = False


def state(sent: Sent) -> State:
    """Where it stands.

    | state | when | responsible |
    |---|---|---|
    | withdrawn | the sender recorded it by mistake | the sender |
    | as_file | it left as a file, and nobody has told what became of it | the sender |
    | waits | nobody accepted it or put it back | the sender |
    | put_back | the receiver does not take the client | the sender |
    | taken_back | the sender was told nothing, and keeps the client | the sender |
    | undone | accepted, and the receiver struck the episode out as a mistake | the sender |
    | accepted | taken, and not seen there yet | the sender |
    | seen | the first appointment at the receiver was attended, or the sender was told so | the receiver |
    """
    if sent.struck:
        return State.WITHDRAWN
    if sent.answer is None:
        return State.AS_FILE if sent.as_file else State.WAITS
    if sent.answer == State.TAKEN_BACK:
        return State.TAKEN_BACK
    if sent.answer == TransferAnswer.PUT_BACK:
        return State.PUT_BACK
    if sent.undone:
        return State.UNDONE
    return State.SEEN if sent.seen_on else State.ACCEPTED


def late(sent: Sent, on: date) -> bool:
    """Whether it waits too long, to be picked up or for the client to be seen."""
    standard = MOVING.on(on)
    days = standard.pick_up_days if state(sent) is State.WAITS else standard.seen_days
    return on > sent.sent_on + timedelta(days=days)


def consent_problem(expires_on: date | None, withdrawn_on: date | None, on: date) -> str | None:
    """Why nothing can be sent on a recorded consent: it was withdrawn, or has ended. The last day still holds."""
    if withdrawn_on is not None and withdrawn_on <= on:
        return f"This consent was withdrawn on {_day(withdrawn_on)}. Ask the client again"
    if expires_on is not None and expires_on < on:
        return f"This consent ended on {_day(expires_on)}. Ask the client again"
    return None


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


class Limit(Sourced, frozen=True, kw_only=True):
    """A number of days."""

    days: Positive


class AfterRelease(Edition, frozen=True, kw_only=True):
    """Within how many days reports count a client as seen, and as treated."""

    seen: Limit
    treated: Limit


RELEASED = Series(Path(__file__).parent / "standards", "release", AfterRelease)


@dataclass(frozen=True, slots=True)
class Released:
    """A release or discharge; `medicine`: on an opioid medicine, or not known to be on none."""

    on: date
    medicine: bool
    covered_until: date | None = None


class Pressing(StrEnum):
    """How pressing it is to see a client who comes out."""

    COMING = "coming"
    DUE = "due"
    LATE = "late"
    RED = "red"


def pressing(one: Released, on: date) -> Pressing | None:
    """How pressing it is to see whom nobody has seen yet.

    | state | when |
    |---|---|
    | coming | the day lies ahead; with opioid medicine it is due from that very day |
    | red | opioid medicine, and the last covered day has passed (without one, the day of release) |
    | due | the day has come |
    | late | it has passed |
    | None | no opioid medicine, and the days in which reports look for the client have passed |
    """
    if on < one.on:
        return Pressing.COMING
    if one.medicine and on > (one.covered_until or one.on):
        return Pressing.RED
    if not one.medicine and (on - one.on).days > RELEASED.on(on).treated.days:
        return None
    return Pressing.DUE if on == one.on else Pressing.LATE


def told(values: Mapping[str, Any]) -> dict[str, str]:
    """Who was seen was so on a day, by the day somebody told; what comes to nothing has a reason."""
    seen_on, told_on = values["seen_on"], values["told_on"]
    if values["outcome"] == State.SEEN:
        if seen_on is None:
            return {"seen_on": "Enter the day on which they saw the client"}
        if told_on and seen_on > told_on:
            return {"seen_on": "The day they saw the client must not be after the day you were told"}
    elif values["outcome"] and seen_on is not None:
        return {"seen_on": "Leave this empty: the client was not seen there"}
    elif values["outcome"] and not values["note"]:
        return {"note": "Enter why it comes to nothing"}
    return {}


def covered(values: Mapping[str, Any]) -> dict[str, str]:
    """On an opioid medicine the last covered day is named, and is not before the day before release."""
    out, until = values["released_on"], values["covered_until"]
    if values["medicine"] in ("methadone", "buprenorphine", "other") and until is None:
        return {
            "covered_until": "Enter the last day covered by what they are given, the day of release at least"
        }
    if out and until and until < out:
        return {"covered_until": "The last covered day must not be before the day they come out"}
    return {}
