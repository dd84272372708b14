"""Losing touch: which steps follow a non-attendance, on which day, and which is next. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from careplan.contacts.rules.standard import LostTouch
from careplan.plans.codes import TouchWay


@dataclass(frozen=True, slots=True)
class Missed:
    """An episode whose client was not seen since an appointment that was not attended.

    `appointment_id`: the first such appointment, `on` its day; `times`: how many were not attended since.
    """

    episode_id: str
    appointment_id: str
    on: date
    times: int = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of the plan or of the service: its place, the way, days after the non-attendance, whom we may tell."""

    place: int
    way: TouchWay
    after_days: int
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its day, and when it was done."""

    place: int
    way: TouchWay
    due_on: date
    whom: str = ""
    done_on: date | None = None


def steps(
    missed: Missed,
    own: Sequence[Planned],
    done: Mapping[int, date],
    *,
    on_course: bool,
    standard: LostTouch,
) -> list[Step]:
    """The steps after a non-attendance, the plan's own or else the service's; the last proposes closing.

    `done`: the days of steps that were done, by place.
    """
    planned = list(own) or [
        Planned(place, one.way, one.after_days)
        for place, one in enumerate(standard.steps, 1)
        if on_course or not one.on_course
    ]
    last = max((one.place for one in planned), default=0)
    closing = max([standard.close_after_days, *(one.after_days for one in planned)])
    planned.append(Planned(max(last, len(standard.steps)) + 1, TouchWay.CLOSE, closing))
    return [
        Step(one.place, one.way, missed.on + timedelta(days=one.after_days), one.whom, done.get(one.place))
        for one in planned
    ]


def upcoming(listed: Iterable[Step]) -> Step | None:
    """The first step that was not done; None where all were."""
    return next((one for one in listed if one.done_on is None), None)


def position(listed: Sequence[Step], step: Step) -> str:
    """Which of how many."""
    return f"step {listed.index(step) + 1} of {len(listed)}"
