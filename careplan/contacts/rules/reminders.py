"""Reminders: what is sent to which number, and why somebody is left out. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from re import findall
from typing import Any

from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.standard import REMINDERS
from careplan.people.rules import Way

FIELDS = ("day", "time", "telephone")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """How a client may be reached: the mobile numbers that were told, each with the day it ended; and a death."""

    ways: tuple[tuple[Way, date | None], ...] = ()
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """An appointment with the number and the words that go out, or why nothing does."""

    slot: Slot
    number: str = ""
    words: str = ""
    why_not: str = ""


def number(reach: Reach, today: date) -> tuple[str, str]:
    """The number that a text may go to, the preferred before others, or else the reason why there is none."""
    if reach.deceased:
        return "", "The client has died"
    held = [way for way, until in reach.ways if until is None or until > today]
    own = [way for way in held if not way.whose]
    safe = sorted((way for way in own if way.allows("text")), key=lambda way: not way.preferred)
    if safe:
        return safe[0].value, ""
    if not reach.ways:
        return "", "No mobile number is recorded"
    if not held:
        return "", "The number is not in use any more: ask for the present one"
    if not own:
        return "", "The number is somebody else’s"
    if any(way.safe for way in own):
        return "", "The client did not say that a text is safe"
    return "", "Nobody asked yet whether a text is safe"


def following_day(today: date) -> date:
    """For which day reminders are usually sent: the next, on Friday and Saturday Monday."""
    day = today + timedelta(days=1)
    return day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with their fields filled in."""
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def neutral(values: Mapping[str, Any]) -> dict[str, str]:
    """A template names only fields that there are, and nothing that tells what the appointment is for."""
    words = (values["words"] or "").lower()
    if other := [one for one in findall(r"{(\w*)}", words) if one not in FIELDS]:
        return {"words": f"There is no field {{{other[0]}}}. Use {{day}}, {{time}} and {{telephone}}"}
    if telling := next((one for one in REMINDERS.latest.never if one in words), ""):
        return {"words": f"Somebody else may read it. Leave out what tells of care, such as “{telling}”"}
    return {}


def told(rows: Iterable[Reminder]) -> tuple[list[Reminder], list[Reminder]]:
    """Who is reminded, and who is left out."""
    every = list(rows)
    return [one for one in every if one.number], [one for one in every if not one.number]
