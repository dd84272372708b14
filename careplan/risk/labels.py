"""The words of this room: who may come to harm, how likely, what the answers suggest, where a review stands."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten
from typing import Any

from careplan.risk.codes import Level, RiskDomain
from careplan.risk.rules import Minimum, ReviewState, Verdict
from careplan.ui.words import day

LINE = 80
"""Characters of an action that a banner has room for."""

DOMAINS = {
    RiskDomain.SELF: "Harm to self",
    RiskDomain.FROM_OTHERS: "Harm from others",
    RiskDomain.TO_OTHERS: "Harm to others",
    RiskDomain.CHILDREN: "Harm to children",
}
MINE = {
    RiskDomain.SELF: "Coming to harm through what I do",
    RiskDomain.FROM_OTHERS: "Being harmed by others",
    RiskDomain.TO_OTHERS: "Harming others",
    RiskDomain.CHILDREN: "Children coming to harm",
}
"""The domains as the client's own copy says them."""
LEVELS = {Level.LOW: "Low", Level.MEDIUM: "Medium", Level.HIGH: "High", Level.IMMEDIATE: "Immediate"}
COLOURS = {Level.LOW: "green", Level.MEDIUM: "yellow", Level.HIGH: "orange", Level.IMMEDIATE: "red"}
REVIEWS = {ReviewState.OVERDUE: ("Review overdue", "red"), ReviewState.DUE: ("Review due", "orange")}
NEVER = "Never assessed"
UNSET = "Not set"
BESIDES = {
    "risk": "What could happen",
    "triggers": "Triggers and warning signs",
    "escalation": "If it gets worse",
}
"""What a row of the risk management plan says besides the action."""
FIRST = {
    Verdict.NO_LEVEL: "Set a level for every risk first, or select why the assessment is not finished",
    Verdict.NO_REASON: "Look again at the levels that are lower than the answers suggest: raise them, or say why",
    Verdict.NO_ACTION: "Add an action with a named person and a date for every high or immediate risk first",
}
"""What must be done before a risk assessment can be completed."""


def level_words(domain: RiskDomain, level: Level) -> str:
    """High risk: harm to self."""
    return f"{LEVELS[level]} risk: {DOMAINS[domain].lower()}"


def doing_words(action: str, who: str, due_on: date | None) -> str:
    """What is done about a risk, on one short line: Agree a safety plan (Kay Keyworker, by 2 March 2026)."""
    by = f", by {day(due_on)}" if due_on else ""
    return f"{short(action)} ({who}{by})"


def besides(row: Any) -> list[str]:
    """What could happen, its signs and what is done if it gets worse, as far as an action says them."""
    return [f"{words}: {text}" for name, words in BESIDES.items() if (text := getattr(row, name))]


def watch_words(triggers: str | None, escalation: str | None) -> str:
    """What to look out for and what is done if it gets worse, short; empty where neither was said."""
    told = ((BESIDES["triggers"], triggers), (BESIDES["escalation"], escalation))
    return ". ".join(f"{words}: {short(text)}" for words, text in told if text)


def short(action: str) -> str:
    """As much of an action as a banner or a line of Today has room for."""
    return shorten(action, LINE, placeholder="…")


def because(minima: Sequence[Minimum]) -> str:
    """The suggestion in words; empty where the answers suggest nothing."""
    if not minima:
        return ""
    reasons = ". ".join(minimum.because for minimum in minima)
    return f"At least {LEVELS[minima[0].level].lower()}: {reasons}"
