"""The review clock of a care plan: limits, what is due next, and where a plan stands on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careplan.clients.rules.facts import Pause
from careplan.clients.rules.waits import target_days
from careplan.ground.dates import add_months
from careplan.plans.rules.standard import Schedule


class ClockStatus(StrEnum):
    """Where a care plan stands by the clock."""

    CLOSED = "closed"
    DIED = "died"
    PAUSED = "paused"
    WAITING = "waiting"
    PLAN_NOT_YET = "plan_not_yet"
    PLAN_MISSING = "plan_missing"
    OVERDUE = "overdue"
    LATE_LOCAL = "late_local"
    DUE_SOON = "due_soon"
    NOT_DUE = "not_due"


class Anchor(StrEnum):
    """What a due date is counted from."""

    AGREED = "agreed"
    REVIEWED = "reviewed"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the clock reads: `agreed_on` of the first agreed plan, `held_on` of reviews held, no attempts.

    `waiting_since`: the day of referral of a client whom nobody has seen yet.
    """

    started_on: date | None = None
    agreed_on: date | None = None
    held_on: tuple[date, ...] = ()
    planned_on: date | None = None
    closed_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    died_on: date | None = None
    waiting_since: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The day the next review is due by the service's own setting, and what that is counted from."""

    on: date
    anchor: Anchor
    anchor_on: date
    months: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says on a day. `days_left` is negative once `due` has passed.

    `waited`: days since the referral of a client whom nobody has seen yet, and whether that is `too_long`.
    """

    status: ClockStatus
    due: Due | None = None
    limit_on: date | None = None
    days_left: int | None = None
    waited: int | None = None
    too_long: bool = False


def last_review(agreed_on: date, held_on: Iterable[date], on: date) -> date | None:
    """The latest review held from the day of agreement up to and including `on`."""
    return max((day for day in held_on if agreed_on <= day <= on), default=None)


def first_limit(agreed_on: date, standard: Schedule) -> date:
    """The last day for the first review."""
    return add_months(agreed_on, standard.first_limit.months)


def limit_on(agreed_on: date, held_on: Iterable[date], on: date, standard: Schedule) -> date:
    """The last day for the next review as it stands on `on`; that day itself is still in time."""
    reviewed = last_review(agreed_on, held_on, on)
    if reviewed is None:
        return first_limit(agreed_on, standard)
    return add_months(reviewed, standard.later_limit.months)


def next_due(
    agreed_on: date,
    held_on: Iterable[date],
    on: date,
    standard: Schedule,
    interval: int | None = None,
    planned_on: date | None = None,
) -> Due:
    """The earliest of the limit, the service's interval in months (else the standard's), a planned day."""
    reviewed = last_review(agreed_on, held_on, on)
    months = standard.review_interval.months if interval is None else interval
    if not standard.review_interval.at_least <= months <= standard.review_interval.at_most:
        raise ValueError(f"a review interval of {months} months is outside the standard")
    most = standard.first_limit.months if reviewed is None else standard.later_limit.months
    months = min(months, most)
    anchor, anchor_on = (Anchor.AGREED, agreed_on) if reviewed is None else (Anchor.REVIEWED, reviewed)
    day = add_months(anchor_on, months)
    if planned_on is not None and anchor_on < planned_on < day:
        return Due(planned_on, Anchor.PLANNED, anchor_on, 0)
    return Due(day, anchor, anchor_on, months)


def closed(facts: ClockFacts, on: date) -> bool:
    """Whether the episode had ended: the day of closing itself counts as closed."""
    return facts.closed_on is not None and facts.closed_on <= on


def paused(facts: ClockFacts, on: date) -> bool:
    """Whether the client is cared for elsewhere on that day."""
    return any(pause.covers(on) for pause in facts.pauses)


def plan_missing(started_on: date | None, on: date, standard: Schedule) -> bool:
    """Whether treatment began longer ago than allowed; asked only where no plan is agreed."""
    return started_on is not None and on > started_on + timedelta(days=standard.plan_missing.days)


def read_clock(facts: ClockFacts, on: date, standard: Schedule, interval: int | None = None) -> Reading:
    """Where the plan stands on a day; the first state that holds.

    | state        | holds when                                                              |
    |--------------|-------------------------------------------------------------------------|
    | closed       | the episode ended on or before the day                                  |
    | died         | the client died on or before the day, and the episode is still open     |
    | paused       | the day lies in prison, hospital or residential treatment elsewhere     |
    | plan_missing | no agreed plan, and treatment began too long ago (plan_missing)         |
    | waiting      | no agreed plan, and nobody has seen the client since the referral       |
    | plan_not_yet | no agreed plan, and still time for it                                   |
    | overdue      | the day is after the limit (first_limit, later_limit)                   |
    | late_local   | after the service's own day, not after the limit                        |
    | due_soon     | the service's own day is near (due_soon); in time                       |
    | not_due      | otherwise; in time                                                      |

    A review moves the clock from the day it was held, early or late. An attempt and a new version do not.
    """
    if closed(facts, on):
        return Reading(ClockStatus.CLOSED)
    if facts.died_on is not None and facts.died_on <= on:
        return Reading(ClockStatus.DIED)
    agreed_on = facts.agreed_on
    if agreed_on is None or agreed_on > on:
        return without_plan(facts, on, standard)
    due = next_due(agreed_on, facts.held_on, on, standard, interval, facts.planned_on)
    limit = limit_on(agreed_on, facts.held_on, on, standard)
    status = ClockStatus.PAUSED if paused(facts, on) else running(due.on, limit, on, standard)
    return Reading(status, due, limit, (due.on - on).days)


def without_plan(facts: ClockFacts, on: date, standard: Schedule) -> Reading:
    """The rungs for a client without an agreed plan."""
    if paused(facts, on):
        return Reading(ClockStatus.PAUSED)
    if plan_missing(facts.started_on, on, standard):
        return Reading(ClockStatus.PLAN_MISSING)
    if facts.waiting_since is not None and facts.waiting_since <= on:
        waited = (on - facts.waiting_since).days
        too_long = waited > target_days(facts.waiting_since)
        return Reading(ClockStatus.WAITING, waited=waited, too_long=too_long)
    return Reading(ClockStatus.PLAN_NOT_YET)


def running(due_on: date, limit: date, on: date, standard: Schedule) -> ClockStatus:
    """The rungs for a plan whose clock runs."""
    if on > limit:
        return ClockStatus.OVERDUE
    if on > due_on:
        return ClockStatus.LATE_LOCAL
    if on >= due_on - timedelta(days=standard.due_soon.days):
        return ClockStatus.DUE_SOON
    return ClockStatus.NOT_DUE


def first_review_on_time(agreed_on: date, held_on: Iterable[date], standard: Schedule) -> bool:
    """Whether a review was held between the day of agreement and the first limit, both included."""
    limit = first_limit(agreed_on, standard)
    return any(agreed_on <= day <= limit for day in held_on)


def continuous(agreed_on: date, held_on: Collection[date], on: date, standard: Schedule) -> bool:
    """Whether no stretch from agreeing over each review up to `on` passed its limit. A gap stays a gap."""
    limit = first_limit(agreed_on, standard)
    for day in sorted(day for day in held_on if agreed_on <= day <= on):
        if day > limit:
            return False
        limit = add_months(day, standard.later_limit.months)
    return on <= limit
