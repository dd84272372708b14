"""Risk: the worker's level for each domain, what the answers suggest, and what a high level asks for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from careplan.assessment.rules.triggers import (
    SafetyStandard,
    codes,
    recent_overdose,
    uses_opioids,
    value_of,
)
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.ground.dates import add_months
from careplan.ground.standards import Edition, Positive, Series, Words
from careplan.risk.codes import Level, RiskDomain

GRAVE = frozenset({Level.HIGH, Level.IMMEDIATE})
SATURDAY = 5


class Minimum(Struct, frozen=True, forbid_unknown_fields=True):
    """One suggestion of the standard: at least this level in that domain, and the sentence that says why."""

    domain: RiskDomain
    level: Level
    because: Words


Suggestions = Mapping[RiskDomain, tuple[Minimum, ...]]
"""What the answers suggest by domain, the highest level first."""


class Minima(Struct, frozen=True, forbid_unknown_fields=True):
    """What answers suggest."""

    suicide_plan: Minimum
    recent_overdose: Minimum
    lost_tolerance: Minimum
    unsafe_storage: Minimum


class RiskStandard(Edition, frozen=True, kw_only=True):
    """The times of risk assessments, and what answers suggest."""

    review_months: Positive
    due_soon_days: Positive
    countersign_working_days: Positive
    bank_holidays: frozenset[date]
    minimum: Minima


RISK = Series(Path(__file__).parent / "standards", "risk", RiskStandard)


@dataclass(frozen=True, slots=True)
class Planned:
    """A risk action: its domain, who does it, by when."""

    domain: RiskDomain
    responsible: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Doing:
    """A risk action that is not done yet."""

    domain: RiskDomain
    action: str
    who: str
    due_on: date | None = None
    triggers: str | None = None
    escalation: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A level of a completed risk assessment."""

    domain: RiskDomain
    level: Level
    assessed_on: date


def rank(level: Level) -> int:
    """0 for low to 3 for immediate."""
    return tuple(Level).index(level)


def suggested(
    bank: Bank, given: Mapping[str, Given], on: date, safety: SafetyStandard, standard: RiskStandard
) -> dict[RiskDomain, tuple[Minimum, ...]]:
    """What the known answers suggest by domain, the highest level first."""
    names = {
        "suicide_plan": "active_with_plan" in codes(bank, given, "suicidal_thoughts"),
        "recent_overdose": recent_overdose(bank, given, on, safety.overdose_days),
        "lost_tolerance": _lost_tolerance(bank, given, safety),
        "unsafe_storage": child_at_home(bank, given) and "unsafe" in codes(bank, given, "safe_storage"),
    }
    rows = sorted(
        (getattr(standard.minimum, name) for name, holds in names.items() if holds), key=_highest_first
    )
    return {minimum.domain: tuple(m for m in rows if m.domain is minimum.domain) for minimum in rows}


def child_at_home(bank: Bank, given: Mapping[str, Given]) -> bool:
    """Whether a child is recorded who is not said to live elsewhere."""
    rows = value_of(bank, given, "children_under_18") or ()
    return any(row.get("lives_with") is not False for row in rows)


SUGGESTING = frozenset(
    {
        "suicidal_thoughts",
        "overdose_last_date",
        "tolerance_loss",
        "main_problem_substance",
        "other_problem_substances",
        "substances_used",
        "depressant_combinations",
        "children_under_18",
        "safe_storage",
    }
)
"""The items that a suggestion is read from."""


def needs_reason(level: Level, suggestions: Collection[Minimum]) -> bool:
    """A level above low is a judgement with a reason; so is one under what the answers suggest."""
    return level is not Level.LOW or is_under(level, suggestions)


def is_under(level: Level, suggestions: Collection[Minimum]) -> bool:
    """Whether the level is lower than what the answers suggest."""
    return any(rank(level) < rank(minimum.level) for minimum in suggestions)


def under(levels: Mapping[RiskDomain, Level], suggestions: Suggestions) -> tuple[RiskDomain, ...]:
    """The domains whose level is lower than what the answers suggest by now."""
    return tuple(
        one for one in RiskDomain if one in levels and is_under(levels[one], suggestions.get(one, ()))
    )


class Verdict(StrEnum):
    """What comes of the wish to complete a risk assessment, besides what every assessment asks for."""

    READY = "ready"
    NO_LEVEL = "no_level"
    NO_ACTION = "no_action"
    NO_REASON = "no_reason"


def verdict(
    levels: Mapping[RiskDomain, Level], actions: Iterable[Planned], unexplained: Collection[RiskDomain] = ()
) -> Verdict:
    """Every domain has its level, every high or immediate one an action with a person and a date.

    `unexplained`: domains whose level is under what the answers suggest, without a reason for it.
    """
    if unexplained:
        return Verdict.NO_REASON
    if without_level(levels):
        return Verdict.NO_LEVEL
    return Verdict.NO_ACTION if without_action(levels, actions) else Verdict.READY


class ReviewState(StrEnum):
    """Where the next look at risk stands."""

    NOT_DUE = "not_due"
    DUE = "due"
    OVERDUE = "overdue"


def review_state(completed_on: date, on: date, standard: RiskStandard) -> ReviewState:
    """Overdue after the last day; due within the days before it; else not due."""
    by = review_by(completed_on, standard)
    if on > by:
        return ReviewState.OVERDUE
    return ReviewState.DUE if on >= by - timedelta(days=standard.due_soon_days) else ReviewState.NOT_DUE


def without_level(levels: Mapping[RiskDomain, Level]) -> tuple[RiskDomain, ...]:
    """The domains nobody has judged yet."""
    return tuple(domain for domain in RiskDomain if domain not in levels)


def without_action(levels: Mapping[RiskDomain, Level], actions: Iterable[Planned]) -> tuple[RiskDomain, ...]:
    """The domains at high or immediate risk that have no action with a named person and a date."""
    planned = {
        action.domain for action in actions if action.responsible.strip() and action.due_on is not None
    }
    return tuple(domain for domain in RiskDomain if levels.get(domain) in GRAVE and domain not in planned)


def needs_countersigning(levels: Iterable[Level]) -> bool:
    """High or immediate risk in any domain is seen by a manager."""
    return any(level in GRAVE for level in levels)


def countersign_by(completed_on: date, standard: RiskStandard) -> date:
    """The last day on which the countersignature is in time: so many working days after completion."""
    day, left = completed_on, standard.countersign_working_days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, standard)
    return day


def is_working_day(day: date, standard: RiskStandard) -> bool:
    """Monday to Friday without bank holidays."""
    return day.weekday() < SATURDAY and day not in standard.bank_holidays


def review_by(completed_on: date, standard: RiskStandard) -> date:
    """The day by which risk is looked at again, unless something happens before."""
    return add_months(completed_on, standard.review_months)


def _lost_tolerance(bank: Bank, given: Mapping[str, Given], safety: SafetyStandard) -> bool:
    lost = set(codes(bank, given, "tolerance_loss")) - {"none"}
    return bool(lost) and uses_opioids(bank, given, safety.opioids)


def _highest_first(minimum: Minimum) -> tuple[int, str]:
    return -rank(minimum.level), minimum.because
