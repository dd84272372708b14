"""Which version of a plan counts; goals: how each stands, whether it can be measured; needs that were ticked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from careplan.plans.codes import AgreedHow, Agreement, GoalDomain, GoalStatus
from careplan.plans.rules.facts import Goal, Outcome, Plan

AGREEMENT_OF = {
    AgreedHow.ON_SCREEN: Agreement.SIGNED,
    AgreedHow.ON_PAPER: Agreement.SIGNED,
    AgreedHow.BY_PHONE: Agreement.VERBAL,
    AgreedHow.DECLINED: Agreement.DECLINED,
    AgreedHow.LACKS_CAPACITY: Agreement.LACKS_CAPACITY,
}
CARRIED_OVER = frozenset({GoalStatus.OPEN, GoalStatus.PARTLY, GoalStatus.CHANGED})
"""Goals that go over into a new version; achieved and stopped ones stay where they are."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an episode's plan as the rules read it; `goals` is their number."""

    id: str
    version: int
    agreed_on: date | None
    goals: int = 1
    agreement: str | None = None
    copy_offered_on: date | None = None
    copy_taken: str | None = None


class Numbered(Protocol):
    """What has the number of a version, and the day on which it was agreed, if it was."""

    version: Any
    agreed_on: Any


V = TypeVar("V", Version, Plan)
N = TypeVar("N", bound=Numbered)


def settled(versions: Iterable[V], on: date) -> list[V]:
    """Versions agreed by the day that have at least one goal, in order; one without goals is no plan."""
    rows = [one for one in versions if one.goals and one.agreed_on is not None and one.agreed_on <= on]
    return sorted(rows, key=lambda one: one.version)


def first_agreed(versions: Iterable[V], on: date) -> V | None:
    """The version the clock started with: the lowest agreed one."""
    return next(iter(settled(versions, on)), None)


def active(versions: Iterable[V], on: date) -> V | None:
    """The version that holds on the day: the highest agreed one."""
    return next(reversed(settled(versions, on)), None)


def before(versions: Iterable[N], version: int) -> N | None:
    """The version that was agreed last before this one; None without one."""
    rows = [one for one in versions if one.version < version and one.agreed_on is not None]
    return max(rows, key=lambda one: one.version, default=None)


def draft(versions: Iterable[V]) -> V | None:
    """The version still being written."""
    return max((one for one in versions if one.agreed_on is None), key=lambda one: one.version, default=None)


def goal_status(written: GoalStatus, outcomes: Collection[Outcome], on: date) -> GoalStatus:
    """How a goal stands on a day.

    | outcomes at held reviews          | status                                              |
    |-----------------------------------|-----------------------------------------------------|
    | one or more up to the day         | the latest; on one day the higher review id is later |
    | only later ones                   | open: what was written may already show the outcome |
    | none                              | as written                                          |
    """
    until_then = [outcome for outcome in outcomes if outcome.reviewed_on <= on]
    if until_then:
        return max(until_then, key=lambda outcome: (outcome.reviewed_on, outcome.review_id)).status
    return GoalStatus.OPEN if outcomes else written


def is_filled(text: str | None) -> bool:
    """Whether somebody wrote something: blanks are nothing."""
    return text is not None and bool(text.strip())


def smart_gaps(goal: Goal) -> tuple[str, ...]:
    """Which of measure, target date, responsible person and need a goal lacks; none means SMART complete."""
    parts = {
        "measure": is_filled(goal.measure),
        "target_on": goal.target_on is not None,
        "responsible": is_filled(goal.responsible),
        "need": is_filled(goal.need),
    }
    return tuple(name for name, there in parts.items() if not there)


def open_goals(goals: Iterable[Goal]) -> list[Goal]:
    """The goals a review has to ask about, in their order."""
    return [goal for goal in goals if goal.status is GoalStatus.OPEN]


DOMAINS = {
    "consent": GoalDomain.SOCIAL,
    "risk_self": GoalDomain.PSYCHOLOGICAL,
    "risk_from_others": GoalDomain.SOCIAL,
    "risk_to_others": GoalDomain.LEGAL,
    "risk_children": GoalDomain.FAMILY_CHILDREN,
}
"""Checklist domains that a plan knows under another name; the others have the same."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """A need that an assessment ticked: the item, its question, the answer, where and when it was asked."""

    item: str
    words: str
    domain: GoalDomain
    kind: str
    asked_on: date
    answer: str = ""
    ask_alone: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """What one assessment says of one item; `order` puts assessments in time."""

    item: str
    need: bool
    kind: str
    asked_on: date
    edition: str
    order: tuple[date, date, str]
    status: str = ""
    value: Any = None


def plan_domain(domain: str) -> GoalDomain:
    """The part of life that a plan files a checklist domain under."""
    return DOMAINS[domain] if domain in DOMAINS else GoalDomain(domain)


def latest_ticks(ticks: Iterable[Tick]) -> list[Tick]:
    """The items whose latest asking ticked a need: a need that a later assessment no longer sees is gone."""
    latest: dict[str, Tick] = {}
    for tick in sorted(ticks, key=lambda one: one.order):
        latest[tick.item] = tick
    return [tick for tick in latest.values() if tick.need]
