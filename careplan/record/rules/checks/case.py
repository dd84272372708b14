"""What the checks look at, and the questions that several of them ask."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from careplan.clients.rules.facts import Intervention
from careplan.ground.dates import months_before
from careplan.ground.types import parsed
from careplan.people.rules import CHILDREN, Concern, Home, Person, Way, standing
from careplan.prescribing.codes import Drug
from careplan.record.rules.checks.standard import Checks
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.rules import Judged

ITEMS = frozenset(
    {
        "alcohol_dependence_symptoms",
        "alcohol_use",
        "allergies",
        "antenatal_care",
        "child_safeguarding",
        "children_under_18",
        "current_medication",
        "domestic_abuse_experienced",
        "domestic_abuse_used",
        "driving",
        "hbv_status",
        "hcv_status",
        "housing_status",
        "injecting_status",
        "main_problem_substance",
        "naloxone_status",
        "other_problem_substances",
        "overdose_ever",
        "overdose_last_date",
        "pregnancy_status",
        "safe_storage",
        "self_harm",
        "substances_used",
        "suicidal_thoughts",
        "tolerance_loss",
        "violence_history",
    }
)
"""The items of the checklists that a check reads."""


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The latest answer to an item, without what stands beside it in `text`, and the day it was said or confirmed."""

    item: str
    value: Any
    on: date
    text: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The options chosen, whether one or several could be."""
        values = self.value if isinstance(self.value, list) else [self.value]
        return frozenset(one for one in values if isinstance(one, str))

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of a table."""
        return [one for one in self.value if isinstance(one, Mapping)] if isinstance(self.value, list) else []


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The same as it is read; `value` is JSON. `since`: whether it was told after the latest risk assessment."""

    item: str
    value: str
    told_on: date
    since: bool | int


@dataclass(frozen=True, slots=True)
class Treated:
    """An open course: whether doses are taken home, the days of reassessments and of coming back from elsewhere.

    `sedatives`: what was said at its start of sedatives or alcohol. `missed_since`: the first of the doses missed in a
    row, where they are so many that the client is seen before the next.
    """

    drug: Drug
    first_dose_on: date
    take_home: bool = False
    reassessed: tuple[date, ...] = ()
    back: tuple[date, ...] = ()
    sedatives: bool | None = None
    missed_since: date | None = None


@dataclass(frozen=True, slots=True)
class Kit:
    """Naloxone that the client took home."""

    happened_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Virus:
    """Something offered or done about hepatitis or HIV."""

    kind: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """A risk action that nobody has done yet."""

    domain: RiskDomain


@dataclass(frozen=True, slots=True)
class GoalOf:
    """The part of life of a goal, and the version of the plan it stands in."""

    plan_id: str
    domain: str


@dataclass(frozen=True, slots=True)
class MayTreat:
    """A consent about treatment that holds."""

    basis: str


@dataclass(frozen=True, slots=True)
class StillTold:
    """Somebody marked as may be told, with whom sharing ended."""

    party: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A drug test: the day of the sample, and what it says by analyte."""

    on: date
    results: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan that holds: its last day of agreeing or reviewing, whether the client agreed, domains of its goals."""

    last_on: date
    agreed: bool
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A record on a day.

    `answers`: the latest. `before` and `said_since`: the latest up to the day of the latest risk assessment
    (`risk_on`), and after it. `medicines`: names of what the record says is taken, and the day it was recorded.
    """

    on: date
    standard: Checks
    answers: Mapping[str, CheckedAnswer] = field(default_factory=dict)
    before: Mapping[str, CheckedAnswer] = field(default_factory=dict)
    said_since: Mapping[str, CheckedAnswer] = field(default_factory=dict)
    risk_on: date | None = None
    courses: tuple[Treated, ...] = ()
    levels: Mapping[RiskDomain, Judged] = field(default_factory=dict)
    open_actions: Collection[RiskDomain] = ()
    concerns: tuple[Concern, ...] = ()
    people: tuple[Person, ...] = ()
    homes: tuple[Home, ...] = ()
    ways: tuple[Way, ...] = ()
    kits: tuple[Kit, ...] = ()
    viruses: Collection[str] = ()
    medicines: Collection[tuple[str, date]] = ()
    test: Sample | None = None
    reviewed_on: date | None = None
    interventions: tuple[Intervention, ...] = ()
    plan: Planned | None = None
    may_treat: bool = False
    still_told: bool = False
    young: bool = False

    def says(self, item: str, *codes: str) -> bool:
        """Whether the latest answer to the item is, or is among, one of these codes."""
        answer = self.answers.get(item)
        return answer is not None and not answer.codes.isdisjoint(codes)

    def said_on(self, *items: str) -> date | None:
        """The latest day on which one of the items was answered."""
        return max((self.answers[one].on for one in items if one in self.answers), default=None)

    def since(self, days: int) -> date:
        """The first of the last days."""
        return self.on - timedelta(days=days)

    def months_ago(self, months: int) -> date:
        """The same day so many months ago."""
        return months_before(self.on, months)

    @property
    def take_home(self) -> bool:
        """Whether doses of a course are taken home."""
        return any(one.take_home for one in self.courses)

    def unreviewed(self, day: date | None) -> bool:
        """Whether no prescribing review was held on the day or since."""
        return day is not None and (self.reviewed_on is None or self.reviewed_on < day)

    @property
    def overdosed_on(self) -> date | None:
        """The day of the last overdose, where it is recent."""
        answer = self.answers.get("overdose_last_date")
        ever = self.answers.get("overdose_ever")
        if answer is None or (ever is not None and ever.value is False):
            return None
        day = _day(answer.value)
        return day if day and self.since(self.standard.limits.overdose_days) <= day <= self.on else None

    @property
    def naloxone_on(self) -> date | None:
        """When the client last got naloxone that is still in date."""
        return max((one.happened_on for one in self.kits if one.expires_on > self.on), default=None)

    @property
    def child_at_home(self) -> bool:
        """Whether a child is said to live with the client."""
        rows = self.answers["children_under_18"].rows if "children_under_18" in self.answers else []
        return any(row.get("lives_with") is True for row in rows) or any(
            one.relation in CHILDREN and one.lives == "with_client" and not one.adult_on(self.on)
            for one in self.people
        )

    @property
    def child_concern(self) -> bool:
        """Whether somebody still has to act for a child."""
        return any(one.whom == "child" for one in standing(self.concerns))

    def level(self, domain: RiskDomain) -> Level | None:
        """The level of a domain at the latest risk assessment."""
        judged = self.levels.get(domain)
        return judged.level if judged else None


@lru_cache(4096)
def checked_answer(stored: StoredAnswer) -> CheckedAnswer:
    """An answer as it is stored; worked out once, as a record is opened often."""
    return bare_answer(stored.item, parsed(stored.value), stored.told_on)


def bare_answer(item: str, value: Any, on: date) -> CheckedAnswer:
    """An answer whose value stands alone, or beside what else was typed."""
    if isinstance(value, Mapping) and "value" in value:
        return CheckedAnswer(item, value["value"], on, str(value.get("text") or ""))
    return CheckedAnswer(item, value, on)


def later(answers: Iterable[CheckedAnswer]) -> dict[str, CheckedAnswer]:
    """By item the latest; of the same day the last of those given."""
    return {one.item: one for one in sorted(answers, key=lambda one: one.on)}


def begins(text: str, words: Collection[str]) -> bool:
    """Whether a word of the text begins with one of these."""
    parts = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return any(part.startswith(word) for part in parts for word in words)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
