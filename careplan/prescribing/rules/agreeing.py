"""The second prescriber: who counts as one, and from which day an order that waited holds.

Rules of severity W2 take one (spec 04 §0.2): a colleague of the service who agrees with their own password, or one
from outside, named with registration number and how they were reached. Until then the last agreed order stays due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from careplan.ground.reasons import WORD, is_reason
from careplan.prescribing.rules.findings import Finding, Need

LEAST_DIGITS = 5
"""Digits of the shortest registration number of those who prescribe; assumed."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A worker of the service who may prescribe."""

    id: str
    name: str

    @property
    def words(self) -> str:
        """The name."""
        return self.name


@dataclass(frozen=True, slots=True)
class Outside:
    """A prescriber from elsewhere who was asked: name, registration number, how they were reached."""

    name: str
    registration: str
    reached: str

    @property
    def words(self) -> str:
        """Dr Ada Okoro, 7012345 (by telephone on 0191 498 0000)."""
        return f"{self.name}, {self.registration} ({self.reached})"


Second = Colleague | Outside


def waits(found: Iterable[Finding], second: Second | None) -> bool:
    """Whether the order has no effect until the colleague who was chosen agrees."""
    return isinstance(second, Colleague) and any(Need.SECOND_PRESCRIBER in one.needs for one in found)


def outside_problems(outside: Outside, here: Iterable[str]) -> dict[str, str]:
    """Why this is nobody, by field; `here` are the names of those who prescribe at the service."""
    problems = {}
    if len(WORD.findall(outside.name)) < 2 or not is_reason(outside.name):
        problems["outside_name"] = "Enter the first and last name of the colleague from outside"
    elif _plain(outside.name) in {_plain(name) for name in here}:
        problems["outside_name"] = f"{outside.name} prescribes at this service. Choose the name in the list"
    if problem := registration_problem(outside.registration):
        problems["outside_registration"] = problem
    if not is_reason(outside.reached):
        problems["outside_reached"] = "Enter how the colleague was reached, and when"
    return problems


def registration_problem(number: str) -> str | None:
    """Why this is no registration number of a profession that prescribes."""
    digits = [char for char in number if char.isdigit()]
    if len(digits) < LEAST_DIGITS or len(set(digits)) < 2:
        return "Enter the registration number, such as a GMC number of 7 digits"
    return None


def _plain(name: str) -> str:
    titles = {"dr", "mr", "mrs", "ms", "prof"}
    return " ".join(word for word in WORD.findall(name.casefold()) if word not in titles)


def begins_on(effective_on: date, asked_on: date, today: date) -> date:
    """The first day of an order that waited: as written, or the day of agreement where the written day has passed.

    Agreed on the day it was asked, it begins as written.
    """
    return effective_on if today == asked_on else max(effective_on, today)


def shown(orders: Iterable[str], begins: date, found: Iterable[Finding]) -> str:
    """What was shown to whoever agrees, as a short text that changes when any of it does."""
    facts = [*orders, begins.isoformat(), *(f"{one.rule} {one.severity} {one.message}" for one in found)]
    return sha256("\n".join(facts).encode()).hexdigest()[:24]
