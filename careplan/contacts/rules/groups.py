"""Groups: on which days they meet, what may be said of a session, and what becomes of a row of the register. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from careplan.clients.codes import AppointmentOutcome
from careplan.contacts.rules.diary import Outcome

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LATE = "late"
SHOWN = 8
"""How many of the latest sessions a register offers."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A group: the first id of its chain, when and where it meets, who leads it, its first and last day."""

    id: str
    service_id: str
    name: str
    weekday: str
    at: str
    minutes: int | None
    place: str | None
    worker_id: str | None
    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """A row of the register: the episode, whether the client came, how late, a line of their own, risk changed, and
    the goals touched (the first ids of their chains).
    """

    episode_id: str
    code: str
    late: int | None = None
    line: str = ""
    risk: bool = False
    goals: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What came of the appointment."""
        code = AppointmentOutcome.ATTENDED if self.code == LATE else AppointmentOutcome(self.code)
        return Outcome(code, self.late if self.code == LATE else None)

    @property
    def attended(self) -> bool:
        """Whether a note is written."""
        return self.code in (LATE, AppointmentOutcome.ATTENDED)

    def words(self, for_all: str) -> str:
        """The note: what is said for all, then the client's own line."""
        return "\n\n".join(filter(None, (for_all, self.line)))


def until_after(first: str, second: str, sentence: str) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """A rule of a register: the second day is not before the first."""

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        one, two = values[first], values[second]
        return {second: sentence} if one and two and two < one else {}

    return check


def sessions(group: Meeting, on: date) -> Iterator[date]:
    """The days on which the group met up to this day, the latest first, `SHOWN` at most."""
    day = on - timedelta(days=(on.weekday() - WEEK.index(group.weekday)) % 7)
    for _ in range(SHOWN):
        if day >= group.began_on and (group.ended_on is None or day <= group.ended_on):
            yield day
        day -= timedelta(days=7)


def following(group: Meeting, on: date) -> date | None:
    """The first session after the day; None where the group has ended by then."""
    day = on + timedelta(days=(WEEK.index(group.weekday) - on.weekday() - 1) % 7 + 1)
    while day < group.began_on:
        day += timedelta(days=7)
    return None if group.ended_on and day > group.ended_on else day


def day_fault(group: Meeting, on: date, today: date) -> str:
    """The sentence that refuses a session on that day; empty where there may be one."""
    if on < group.began_on:
        return "The group had not begun on this day"
    if group.ended_on is not None and on > group.ended_on:
        return "The group had ended by this day"
    if on > today:
        return "This session is still to come"
    return ""


def faults(rows: Iterable[Came], risk: bool | None, words: str) -> Iterator[tuple[str, str, str]]:
    """What does not fit together: the episode (empty for the whole), the field, the sentence."""
    rows = list(rows)
    for one in rows:
        if one.code == LATE and one.late is None:
            yield one.episode_id, "late", "Enter how many minutes late"
        if one.late is not None and one.code != LATE:
            yield one.episode_id, "late", "Choose late, or delete the minutes"
        if one.goals and not one.attended:
            yield one.episode_id, "goals", "Goals are touched by who came. Leave them empty for this client"
        if one.risk and not one.attended:
            yield (
                one.episode_id,
                "risk",
                "Risk is recorded in the note of who came. Write a note of your own for this client",
            )
        elif one.risk and not one.line:
            yield one.episode_id, "line", "Enter what changed about the risk"
        elif one.risk and not risk:
            yield "", "risk", "Select yes, as you ticked somebody for whom risk has changed"
    if risk and not any(one.risk for one in rows):
        yield "", "risk", "Tick for whom risk has changed, or select no"
    if not words and any(one.attended and not one.line for one in rows):
        yield "", "words", "Enter what the session was about"
