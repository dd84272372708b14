"""What somebody must do when a client has died, and in what words a death closes what was open. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from careplan.ui.words import day

STANDARDS = Path(__file__).parents[1] / "standards"
DIED = "The client died"
DEATH = "death"
"""The kind of a task that a death leaves behind."""
LEFT = "left"
"""The kind of a task that a client who left treatment leaves behind."""
SAFETY = frozenset({"safety", LEFT})
"""The kinds of task that cannot wait."""
COUNTERSIGN = f"{LEFT}:countersign-"
"""How the source begins of a task that a countersignature answers; the assessment's id follows."""
SENT = "sent"
"""The kind of a task that a referral from another service brings."""


ELSEWHERE = "elsewhere"
"""The kind of a task about a record that another service may hold."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do: its code, its words, and within how many days."""

    matter: str
    words: str
    days: int


DATE = Duty("date", "After a death: record the date of death in the client’s details", 1)
"""Asked where an episode ended by a death whose day nobody entered."""


def read_duties(data: Mapping[str, Any]) -> tuple[Duty, ...]:
    """The duties of a data file; ValueError where one has no words, no days, or a code twice."""
    duties = tuple(Duty(row["matter"], row["words"], row["days"]) for row in data["death"])
    if len({duty.matter for duty in duties}) < len(duties):
        raise ValueError("a duty stands twice")
    if not all(duty.words and type(duty.days) is int and duty.days >= 0 for duty in duties):
        raise ValueError("every duty has words and a number of days")
    return duties


@cache
def duties(edition: str = "1") -> tuple[Duty, ...]:
    """What a death asks for, read once."""
    return read_duties(tomllib.loads((STANDARDS / f"afterwards-{edition}.toml").read_text("utf-8")))


@cache
def same_day() -> frozenset[str]:
    """The sources of the tasks of a death that cannot wait: what is still supplied may be taken by somebody else."""
    return frozenset(f"{DEATH}:{duty.matter}" for duty in duties() if duty.days == 0)


def closing_words(died_on: date | None) -> str:
    """Why a death closes a task."""
    return f"{DIED} on {day(died_on)}." if died_on else f"{DIED}."
