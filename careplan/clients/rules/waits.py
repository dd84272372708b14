"""Waits and the order of an intervention's days. Pure."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from careplan.ground.standards import Edition, Positive, Series, Sourced, Words


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one intervention; what has not happened yet is None."""

    referred_on: date
    first_offered_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The days an intervention must keep to: of the episode it belongs to, of the client's death, and today."""

    referred_on: date
    closed_on: date | None
    deceased_on: date | None
    today: date


def waited(days: Days, today: date) -> int | None:
    """Days from referral to the first appointment offered; while none is offered, to today. None if it ended before."""
    until = days.first_offered_on or days.started_on
    if until is None:
        if days.ended_on is not None:
            return None
        until = today
    return max((until - days.referred_on).days, 0)


def waiting(days: Days) -> bool:
    """Whether the client still waits for a first appointment."""
    return days.first_offered_on is None and days.started_on is None and days.ended_on is None


def misplaced(days: Days, frame: Frame) -> dict[str, str]:
    """What is wrong with the order of the days, by field, in sentences (record package §4.2 to §4.4)."""
    wrong: dict[str, str] = {}
    if days.referred_on < frame.referred_on:
        wrong["referred_on"] = (
            "Day of referral must be on or after the day the client was referred to the service"
        )
    named = {
        "first_offered_on": ("First appointment offered", days.first_offered_on),
        "started_on": ("Start", days.started_on),
        "ended_on": ("End", days.ended_on),
    }
    for name, (called, day) in named.items():
        if day is not None and day < days.referred_on:
            wrong[name] = f"{called} must be on or after the day of referral"
    if days.ended_on is not None and days.started_on is not None and days.ended_on < days.started_on:
        wrong["ended_on"] = "End must be on or after the start"
    return {**_outside(named | {"referred_on": ("Day of referral", days.referred_on)}, frame), **wrong}


def _outside(named: dict[str, tuple[str, date | None]], frame: Frame) -> dict[str, str]:
    wrong = {}
    for name, (called, day) in named.items():
        if day is None:
            continue
        if day > frame.today:
            wrong[name] = f"{called} must be today or in the past"
        elif frame.deceased_on is not None and day > frame.deceased_on and name != "ended_on":
            wrong[name] = f"{called} must be on or before the day the client died"
        elif frame.closed_on is not None and day > frame.closed_on:
            wrong[name] = f"{called} must be on or before the day the episode closed"
    if frame.closed_on is not None and named["ended_on"][1] is None:
        wrong["ended_on"] = "Enter the day it ended: the episode is closed"
    return wrong


def started_before_offer(days: Days) -> bool:
    """Whether treatment began before an appointment was offered: possible, but worth a look (§4.3)."""
    started, offered = days.started_on, days.first_offered_on
    return started is not None and offered is not None and started < offered


class Target(Sourced, frozen=True, kw_only=True):
    """Within so many days of what they count from a client is seen."""

    days: Positive
    counts_from: Words


class Waits(Edition, frozen=True, kw_only=True):
    """How long a client may wait."""

    target: Target


WAITS = Series(Path(__file__).parents[1] / "standards", "waits", Waits)


def target_days(referred_on: date) -> int:
    """Within so many days a client who was referred on the day is seen."""
    return WAITS.on(referred_on).target.days
