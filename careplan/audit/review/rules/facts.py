"""The record as the audit reads it: frozen, one service at a time, corrections already resolved.

Rows are not cut off at the census here: each rule asks what was so on its day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar

from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.clients.rules.facts import Intervention, Pause
from careplan.plans.rules.facts import Plan, Review
from careplan.prescribing.rules.facts import Course
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.rules import Planned

T = TypeVar("T")
Counts = tuple[frozenset[str], frozenset[str]]
"""Items that an assessment expects, and those of them that it did not ask."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment. Its answers (`plain` and `given` of a sitting) are loaded only where completeness is counted.

    `counts`: what completeness said of it at a census, as facts are kept and judged more than once.
    """

    id: str
    kind: str
    edition: str
    started_on: date
    completed_on: date | None
    levels: Mapping[RiskDomain, Level] = field(default_factory=dict)
    actions: tuple[Planned, ...] = ()
    plain: frozenset[str] = frozenset()
    given: Mapping[str, Given] = field(default_factory=dict)
    counts: dict[date, Counts] = field(default_factory=dict, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Episode:
    """One stay in treatment with everything that hangs on it.

    `answers`: what rules that several measures ask said of it on a day (`once`).
    """

    id: str
    service_id: str
    client_id: str
    referred_on: date
    closed_on: date | None
    exit_reason: str | None
    deceased_on: date | None
    interventions: tuple[Intervention, ...] = ()
    pauses: tuple[Pause, ...] = ()
    courses: tuple[Course, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    plans: tuple[Plan, ...] = ()
    reviews: tuple[Review, ...] = ()
    answers: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)


def once(rule: Callable[[Episode, date], T]) -> Callable[[Episode, date], T]:
    """A rule that several measures ask of an episode on the same day: worked out once."""

    @wraps(rule)
    def answer(episode: Episode, day: date) -> T:
        key = rule, day
        if key not in episode.answers:
            episode.answers[key] = rule(episode, day)
        return episode.answers[key]  # type: ignore[no-any-return]

    return answer


@dataclass(frozen=True, slots=True)
class Choice:
    """What a service took out of its form from a day on."""

    checklist: str
    edition: str
    hidden: frozenset[str]
    from_on: date


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as it was approved; a later approval replaces it."""

    policy: str
    approved_on: date
    review_due_on: date


@dataclass(frozen=True, slots=True)
class Post:
    """A post in the establishment; posts have no dates."""

    id: str
    role: str
    wte: Decimal
    status: str
    direct_work: Decimal | None
    years: Decimal | None
    accredited: bool | None
    experience_in: str | None


@dataclass(frozen=True, slots=True)
class ClinicalAudit:
    """A clinical audit that a named person signed off."""

    id: str
    completed_on: date


@dataclass(frozen=True, slots=True)
class Incident:
    """An untoward incident of any kind."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class Return:
    """One answer that only a person can give."""

    question: str
    key: str
    value: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Surveyed:
    """How many clients of a month, named by its first day, were asked whether they are satisfied, and are."""

    month: date
    positive: int
    answered: int


@dataclass(frozen=True, slots=True)
class Service:
    """A service with its episodes: the unit that is scored. `banks` are the checklist editions by name."""

    id: str
    name: str
    partnership_id: str
    prescribing: bool
    structured: bool
    opened_on: date | None
    closed_on: date | None
    sector: str = ""
    out_of_hours: bool | None = None
    choices: tuple[Choice, ...] = ()
    episodes: tuple[Episode, ...] = ()
    policies: tuple[Policy, ...] = ()
    posts: tuple[Post, ...] = ()
    audits: tuple[ClinicalAudit, ...] = ()
    incidents: tuple[Incident, ...] = ()
    returns: tuple[Return, ...] = ()
    surveyed: tuple[Surveyed, ...] = ()
    banks: Mapping[str, Bank] = field(default_factory=dict)

    def open_on(self, day: date) -> bool:
        """Whether the service works on that day; without dates it always does."""
        return (self.opened_on is None or self.opened_on <= day) and (
            self.closed_on is None or self.closed_on > day
        )


@dataclass(frozen=True, slots=True)
class Partnership:
    """A local drug partnership with the answers that it gave itself."""

    id: str
    name: str
    returns: tuple[Return, ...] = ()
