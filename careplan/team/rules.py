"""Who may be away and who covers, the days of a rota, the weight of a caseload, when supervision is due. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from careplan.clients.rules.todo import whose
from careplan.ground.offers import Todo
from careplan.ground.standards import Amount, Edition, Positive, Series, Sourced
from careplan.staff.rules import Actor
from careplan.team.codes import Turn
from careplan.ui.words import day


class Weights(Sourced, frozen=True, kw_only=True):
    """How much a client weighs: by level, and more on a course; from how many complexities a level begins."""

    low: Amount
    medium: Amount
    high: Amount
    prescribing: Amount
    medium_from: Positive
    high_from: Positive


class Interval(Sourced, frozen=True, kw_only=True):
    """How long after one supervision the next is due, where nobody said."""

    weeks: Positive


class Unseen(Sourced, frozen=True, kw_only=True):
    """For how many days a walk-in whom nobody saw stays on the duty list."""

    days: Positive


class Team(Edition, frozen=True, kw_only=True):
    """The numbers of a team."""

    weight: Weights
    supervision: Interval
    walk_ins: Unseen


TEAM = Series(Path(__file__).parent / "standards", "team", Team)
Values = Mapping[str, Any]
WALK_IN = "Walk-in"
"""The clinic of an appointment that a walk-in became."""
HIGH, PRESCRIBING = "risk", "prescribing"
"""The loads that are no complexity: one makes the level high, one adds to it."""


def last_after_first(values: Values) -> Mapping[str, str]:
    """The last day away is not before the first, and somebody else covers."""
    first, last = values["from_on"], values["until_on"]
    problems = {}
    if first and last and last < first:
        problems["until_on"] = f"The last day away must be on or after {day(first)}, the first"
    if values["cover_id"] and values["cover_id"] == values["worker_id"]:
        problems["cover_id"] = "Select somebody else: nobody covers for themselves"
    return problems


def ends_after_begin(values: Values) -> Mapping[str, str]:
    """A duty ends after it begins."""
    first, last = values["from_time"], values["until_time"]
    return (
        {"until_time": "The time until which must be after the time from which"}
        if first and last and last <= first
        else {}
    )


def seen_by_and_at(values: Values) -> Mapping[str, str]:
    """Who saw a walk-in and when go together."""
    if values["seen_by"] and not values["seen_at"]:
        return {"seen_at": "Enter when they were seen"}
    return {"seen_by": "Select who saw them"} if values["seen_at"] and not values["seen_by"] else {}


def next_after_held(values: Values) -> Mapping[str, str]:
    """The next supervision comes after this one."""
    last, following = values["held_on"], values["next_on"]
    late = last and following and following <= last
    return {"next_on": "The next must be due after the day this one was held"} if late else {}


@dataclass(frozen=True, slots=True)
class Away:
    """A worker's absence at a service from the first day to the last, both away, and who covers."""

    id: str
    service_id: str
    worker_id: str
    worker: str
    from_on: date
    until_on: date
    cover_id: str | None = None
    cover: str = ""

    def meets(self, first: date, last: date) -> bool:
        """Whether it shares a day with the days from the first to the last."""
        return self.from_on <= last and first <= self.until_on

    @property
    def words(self) -> str:
        """For whom a line stands with who covers."""
        return f"for {self.worker}, away until {day(self.until_on)}"


def refused(values: Values, others: Iterable[Away], able: Collection[str]) -> dict[str, str]:
    """Why an absence may not stand beside `others` of the service: sentences at its fields.

    `able`: who may cover at the service on its first and on its last day.
    """
    problems: dict[str, str] = {}
    cover = values["cover_id"]
    for one in others:
        if one.meets(values["from_on"], values["until_on"]):
            days = f"away from {day(one.from_on)} until {day(one.until_on)}"
            if one.worker_id == values["worker_id"]:
                problems["from_on"] = f"{one.worker} is {days} already. Correct that instead"
            if cover and one.worker_id == cover:
                problems["cover_id"] = f"{one.worker} is {days}. Select somebody who is here"
    if cover and cover not in able:
        problems["cover_id"] = "Select somebody who keeps clients at this service for all of that time"
    return problems


def instead(lines: Iterable[Todo], worker: Actor, covered: Iterable[Away]) -> Iterator[Todo]:
    """The lines of a worker who stands in for others, those of others marked; what is covered nowhere is left out."""
    words = {(one.worker_id, one.service_id): one.words for one in covered}
    away = {worker_id for worker_id, _ in words}
    for line in lines:
        of = line.worker_id if line.worker_id in {worker.id, *away} else line.keyworker_id
        if of is None or of not in away:
            yield line
        elif (of, line.service_id) in words:
            yield replace(line, instead=words[of, line.service_id])
        elif whose([line], worker):
            yield line


def turn(from_time: str, until_time: str, at: str) -> Turn:
    """Whether a duty holds at a time of its day (all HH:MM): from its first minute on, until its last has begun."""
    if at < from_time:
        return Turn.LATER
    return Turn.NOW if at < until_time else Turn.OVER


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """A worker's duty of the day, HH:MM, and how many walk-ins wait at its service."""

    service_id: str
    from_time: str
    until_time: str
    walk_ins: int


def on_the_worker(duties: Iterable[OwnDuty], at: str) -> tuple[int, str]:
    """How many walk-ins wait for the worker at a time of the day, and from when on, empty where that is now.

    Of duties that are over none; none either where nobody waits.
    """
    ahead = [one for one in duties if at < one.until_time]
    mine = [one for one in ahead if one.from_time <= at]
    begins = "" if mine else min((one.from_time for one in ahead), default="")
    waits = {one.service_id: one.walk_ins for one in mine or ahead if not begins or one.from_time == begins}
    return sum(waits.values()), begins


def rota_days(first: date, weekdays: Collection[int], weeks: int) -> list[date]:
    """The days of so many weeks, counted from the first day on, that fall on these weekdays (Monday is 0)."""
    days = (first + timedelta(days=number) for number in range(7 * weeks))
    return [one for one in days if one.weekday() in weekdays]


def weight(loads: Collection[str], numbers: Weights) -> Decimal:
    """How much a client weighs on who keeps them.

    | level | when |
    |---|---|
    | high | high or immediate risk, or so many complexities |
    | medium | some complexity |
    | low | none |
    """
    complex_ = len(set(loads) - {HIGH, PRESCRIBING})
    level = numbers.low
    if HIGH in loads or complex_ >= numbers.high_from:
        level = numbers.high
    elif complex_ >= numbers.medium_from:
        level = numbers.medium
    return Decimal(level) + (Decimal(numbers.prescribing) if PRESCRIBING in loads else 0)


def supervision_due(held_on: date | None, next_on: date | None, weeks: int) -> date | None:
    """The day on which the next supervision is due; None where none was held yet, which is due now."""
    if held_on is None:
        return None
    return next_on or held_on + timedelta(weeks=weeks)


def named(words: str, first_name: str, last_name: str) -> bool:
    """Whether the words name the client without doubt: by number, or by the whole name."""
    return (
        words.replace(" ", "").isdigit()
        or words.casefold().split() == f"{first_name} {last_name}".casefold().split()
    )
