"""What may be done with a way of reaching a client, when consent is asked for again, who must be kept safe. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from careplan.clients.rules.people import PEOPLE
from careplan.ground.dates import age_on
from careplan.ground.persons import is_email, is_telephone
from careplan.ground.standards import Edition, Positive, Series, Sourced


class Days(Sourced, frozen=True, kw_only=True):
    """A number of days."""

    days: Positive


class Sharing(Edition, frozen=True, kw_only=True):
    """How long before a consent ends the client is asked again."""

    ask_again: Days


SHARING = Series(Path(__file__).parent / "standards", "sharing", Sharing)
USES = {
    "mobile": ("ring", "message", "text"),
    "landline": ("ring", "message"),
    "email": ("write",),
}
"""What can be done at all with each kind of way."""
CANNOT = {
    "mobile": "A mobile can be rung, take a message and a text. Untick Write",
    "landline": "A landline can be rung and take a message. Untick Text and Write",
    "email": "An email address can only be written to. Untick the others",
}
CLOSED, OVERRIDE = "closed", "override"
CHILDREN = ("child", "stepchild")
WITH_CLIENT, NOT_KNOWN = "with_client", "not_known"


@dataclass(frozen=True, slots=True)
class Way:
    """A telephone number or an email address that is in use, and what is safe to do with it, codes with spaces."""

    kind: str
    value: str
    safe: str
    preferred: bool
    whose: str | None = None

    def allows(self, use: str) -> bool:
        """Whether this may be done with it; what was never asked is not safe."""
        return use in self.safe.split()


@dataclass(frozen=True, slots=True)
class Concern:
    """The latest stage of what is done to keep somebody safe."""

    whom: str
    name: str | None
    stage: str
    happened_on: date
    review_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still has to act or to look again."""
        return self.stage != CLOSED


@dataclass(frozen=True, slots=True)
class Speech:
    """How a client is called and spoken with."""

    recorded_at: datetime
    preferred_name: str | None
    language: str
    interpreter: bool
    needs: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a client lives or takes letters."""

    kind: str
    lines: str | None
    postcode: str | None
    safe_to_write: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who may be told what, and until when."""

    party: str
    purpose: str
    scope: str
    expires_on: date | None


def holds(withdrawn_on: date | None, expires_on: date | None, on: date) -> bool:
    """Whether a consent holds on the day: its last day counts, the day on which it is withdrawn does not."""
    return (withdrawn_on is None or withdrawn_on > on) and (expires_on is None or expires_on >= on)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who matters to a client."""

    name: str
    relation: str
    lives: str
    born_on: date | None = None
    born_year: int | None = None
    school: str | None = None
    told_by: str = ""
    recorded_at: datetime | None = None

    def age_on(self, on: date) -> int | None:
        """The age in years on the day; None where it is not known for certain, as of a year alone mostly."""
        if self.born_on:
            return age_on(self.born_on, on)
        if not self.born_year:
            return None
        ages = {age_on(date(self.born_year, month, last), on) for month, last in ((1, 1), (12, 31))}
        return ages.pop() if len(ages) == 1 else None

    def adult_on(self, on: date) -> bool:
        """Whether the person is 18 for certain: of a year alone, by its last day."""
        latest = self.born_on or (date(self.born_year, 12, 31) if self.born_year else None)
        return latest is not None and age_on(latest, on) >= PEOPLE.on(on).adult.years


@dataclass(frozen=True, slots=True)
class Helper:
    """A practice, pharmacy or worker beside the service."""

    kind: str
    name: str
    telephone: str | None


def preferred(ways: Iterable[Way]) -> Way | None:
    """The way by which the client wants to be reached: the first preferred one that is safe for something."""
    return next((one for one in ways if one.preferred and one.safe), None)


def by_preference(ways: Iterable[Way]) -> list[Way]:
    """The preferred ways first."""
    return sorted(ways, key=lambda one: not one.preferred)


def newest(speech: Iterable[Speech]) -> Speech | None:
    """What was recorded last; None without any."""
    return max(speech, key=lambda one: one.recorded_at, default=None)


def children_first(people: Iterable[Person]) -> list[Person]:
    """Children first, of whom those in the household before others, then by name."""
    return sorted(
        people, key=lambda one: (one.relation not in CHILDREN, one.lives != "with_client", one.name)
    )


def standing(concerns: Iterable[Concern]) -> list[Concern]:
    """The latest step of each person concerned, where it is open; by day."""
    latest = {(one.whom, (one.name or "").strip().casefold()): one for one in sorted(concerns, key=_day)}
    return [one for one in sorted(latest.values(), key=_day) if one.open]


def _day(concern: Concern) -> date:
    return concern.happened_on


def fits(values: Mapping[str, Any]) -> dict[str, str]:
    """Sentences where a number or an address is not of its kind, or cannot be used as ticked."""
    kind, value = values["kind"], values["value"]
    problems = {}
    if kind == "email" and value and not is_email(value):
        problems["value"] = "Enter an email address, like name@example.org"
    if kind in ("mobile", "landline") and value and not is_telephone(value):
        problems["value"] = "Enter a telephone number with its code, like 01632 960 001"
    if kind in USES and not set((values["safe"] or "").split()) <= set(USES[kind]):
        problems["safe"] = CANNOT[kind]
    if values["preferred"] and not values["safe"]:
        problems["preferred"] = (
            "The preferred way must be safe for something: tick what is safe, or choose No"
        )
    return problems


def later(first: str, second: str, sentence: str) -> Any:
    """A rule of a register: the second day is not before the first."""

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        one, two = values[first], values[second]
        return {second: sentence} if one and two and two < one else {}

    return check


def born_by(values: Mapping[str, Any], year: int) -> dict[str, str]:
    """A year of birth is not after this year."""
    late = (values["born_year"] or 0) > year
    return {"born_year": "Year of birth must be in the past"} if late else {}


def located(values: Mapping[str, Any]) -> dict[str, str]:
    """An address has lines, unless there is no fixed abode."""
    if values["kind"] and values["kind"] != "no_fixed_abode" and not values["lines"]:
        return {"lines": "Enter the address, or choose no fixed abode"}
    return {}


def grounded(values: Mapping[str, Any]) -> dict[str, str]:
    """Telling without consent needs the reason; an end is named for what rests on consent."""
    problems = {}
    if values["basis"] == OVERRIDE and not values["reason"]:
        problems["reason"] = "Enter why it is shared without consent, and by which duty"
    if values["basis"] in ("signed", "spoken") and not values["expires_on"]:
        problems["expires_on"] = "Enter the day on which the consent ends, so that the client is asked again"
    return problems


def identified(values: Mapping[str, Any]) -> dict[str, str]:
    """A concern about a child or another adult names whom; an open one is looked at again on a day."""
    problems = {}
    if values["whom"] in ("child", "adult") and not values["name"]:
        problems["name"] = "Enter whom the concern is about"
    if values["stage"] and values["stage"] != CLOSED and not values["review_on"]:
        problems["review_on"] = "Enter the day on which this is looked at again"
    if values["stage"] == CLOSED and not values["outcome"]:
        problems["outcome"] = "Enter what came of it"
    return problems
