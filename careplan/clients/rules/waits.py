"""Waits and the order of an intervention's days. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

STANDARDS = Path(__file__).parents[1] / "standards"


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


def read_target(text: str) -> int:
    """The days of a waits standard; ValueError without a number above 0, a source and where it comes from."""
    target = tomllib.loads(text)["target"]
    if type(target["days"]) is not int or target["days"] < 1 or not target["source"]:
        raise ValueError("the target of waits needs days above 0 and its source")
    if target["provenance"] not in ("stated", "assumed"):
        raise ValueError("the target of waits is stated or assumed")
    days: int = target["days"]
    return days


@cache
def target_days(edition: str = "1") -> int:
    """Within so many days of referral a client is seen; read once."""
    return read_target((STANDARDS / f"waits-{edition}.toml").read_text("utf-8"))


def too_long(days: int | None) -> bool:
    """Whether somebody waits, and has waited longer than the target: day 21 is in time, day 22 is not."""
    return days is not None and days > target_days()
