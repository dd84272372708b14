"""What somebody must do when a client has died, and in what words a death closes what was open. Pure."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from careplan.ground.standards import Edition, Series, Words
from careplan.ui.words import day

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


class Duty(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do: its code, its words, and within how many days."""

    matter: Words
    words: Words
    days: Annotated[int, Meta(ge=0)]


DATE = Duty("date", "After a death: record the date of death in the client’s details", 1)
"""Asked where an episode ended by a death whose day nobody entered."""


class Afterwards(Edition, frozen=True, kw_only=True):
    """What a death asks for."""

    death: tuple[Duty, ...]


AFTERWARDS = Series(Path(__file__).parents[1] / "standards", "afterwards", Afterwards, {"death": ("matter",)})


@cache
def same_day() -> frozenset[str]:
    """The sources of the tasks of a death that cannot wait: what is still supplied may be taken by somebody else."""
    duties = (duty for edition in AFTERWARDS.editions for duty in edition.death)
    return frozenset(f"{DEATH}:{duty.matter}" for duty in duties if duty.days == 0)


def closing_words(died_on: date | None) -> str:
    """Why a death closes a task."""
    return f"{DIED} on {day(died_on)}." if died_on else f"{DIED}."
