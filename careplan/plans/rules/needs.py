"""Needs: what the assessments ticked, and in which part of life a plan speaks of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.plans.codes import GoalDomain

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
