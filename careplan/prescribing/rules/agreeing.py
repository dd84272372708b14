"""The second prescriber: who counts as one, and from which day an order that waited holds.

Rules of severity W2 take one (spec 04 §0.2): a colleague of the service who agrees with their own password, or one
from outside, named with registration number and how they were reached. Until then the last agreed order stays due.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from careplan.ground.reasons import WORD, is_reason
from careplan.ground.standards import Edition, Positive, Series
from careplan.prescribing.rules.findings import Finding, Need, explains
from careplan.prescribing.rules.standard import Standard


class Registration(Edition, frozen=True, kw_only=True):
    """Digits of the shortest registration number of those who prescribe."""

    least_digits: Positive


REGISTRATION = Series(Path(__file__).parents[1] / "standards", "registration", Registration)


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


def waits(findings: Iterable[Finding], second: Second | None) -> bool:
    """Whether the order has no effect until the colleague who was chosen agrees."""
    return isinstance(second, Colleague) and any(Need.SECOND_PRESCRIBER in one.needs for one in findings)


def outside_problems(outside: Outside, here: Mapping[str, bool], standard: Standard) -> dict[str, str]:
    """Why this is nobody from outside, by field; `here`: names of the service's workers, and who is on the list."""
    problems = {}
    same = next((name for name in here if same_name(outside.name, name)), None)
    if len(_parts(outside.name)) < 2 or not is_reason(outside.name):
        problems["outside_name"] = "Enter the first and last name of the colleague from outside"
    elif same is not None and here[same]:
        problems["outside_name"] = f"{same} prescribes at this service. Choose the name in the list"
    elif same is not None:
        problems["outside_name"] = f"{same} works at this service. A colleague from outside is somebody else"
    if problem := registration_problem(outside.registration):
        problems["outside_registration"] = problem
    if not explains(outside.reached, standard):
        problems["outside_reached"] = "Enter how the colleague was reached, and when"
    return problems


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: in any order, with or without a title, a first name or its initial."""
    short, long = sorted((_parts(one), _parts(other)), key=len)
    if len(short) < 2 or not set(short) & set(long):
        return False
    return all(any(part in (name, name[0]) or name == part[0] for name in long) for part in short)


def registration_problem(number: str) -> str | None:
    """Why this is no registration number of a profession that prescribes."""
    digits = [char for char in number if char.isdigit()]
    if len(digits) < REGISTRATION.latest.least_digits or len(set(digits)) < 2:
        return "Enter the registration number, such as a GMC number of 7 digits"
    return None


def _parts(name: str) -> list[str]:
    titles = {"dr", "mr", "mrs", "ms", "prof"}
    return [word for word in WORD.findall(name.casefold()) if word not in titles]


def begins_on(effective_on: date, asked_on: date, today: date) -> date:
    """The first day of an order that waited: as written, or the day of agreement where the written day has passed.

    Agreed on the day it was asked, it begins as written.
    """
    return effective_on if today == asked_on else max(effective_on, today)


def shown(orders: Iterable[str], begins: date, findings: Iterable[Finding]) -> str:
    """What was shown to whoever agrees, as a short text that changes when any of it does."""
    facts = [*orders, begins.isoformat(), *(f"{one.rule} {one.severity} {one.message}" for one in findings)]
    return sha256("\n".join(facts).encode()).hexdigest()[:24]
