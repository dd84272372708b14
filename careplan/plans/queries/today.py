"""What waits for a keyworker, and the few lines that the record's first page shows of a plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Episode
from careplan.clients.queries.pending import WORKERS, kept_open
from careplan.clients.rules.todo import Of
from careplan.ground.corrections import live
from careplan.ground.dates import months_before
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.plans.labels import CLOCK, in_full
from careplan.plans.models import CarePlan
from careplan.plans.queries.readings import Clocked, ClockRow, facts_of
from careplan.plans.rules.clock import ClockStatus, Reading
from careplan.plans.rules.standard import SCHEDULE
from careplan.plans.rules.versions import Version, active, draft


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """An episode's plan in a few facts: the clock, the version that holds, the draft beside it."""

    reading: Reading
    plan: Version | None = None
    draft_id: str | None = None


def plan_summary(facts: Iterable[Any], on: date) -> PlanSummary | None:
    """The plan of an episode, of what an overview reads of it (`plans/marks`); None where nothing was read."""
    listed = list(facts)
    row = next((one for one in listed if isinstance(one, ClockRow)), None)
    if row is None:
        return None
    versions = [one for one in listed if isinstance(one, Version)]
    plan, written = active(versions, on), draft(versions)
    return PlanSummary(row.reading(on), plan, written.id if written else None)


REVIEW = ("plans.hold_review", "Start review")
PLAN = ("plans.overview", "Write a plan", "treatment started", "plan")
REASONS = {
    ClockStatus.OVERDUE: (Rank.OVERDUE, *REVIEW, "due", "review"),
    ClockStatus.LATE_LOCAL: (Rank.OVERDUE, *REVIEW, "due", "review"),
    ClockStatus.DUE_SOON: (Rank.DUE, *REVIEW, "by", "review"),
    ClockStatus.PLAN_MISSING: (Rank.OVERDUE, *PLAN),
}
"""What the clock makes of a state on Today: rank, where it is done, the button, what the day is, the subject."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The newest version of a plan that is a draft, or of which no copy was offered."""

    id: str
    drafted_on: date
    agreed_on: date | None


NEAR, BEFORE = bindparam("plan_due_near", type_=Date), bindparam("plan_anchored_before", type_=Date)


def values(on: date) -> dict[str, date]:
    """Until which planned day, and since which day of agreeing or reviewing, a review cannot be near yet."""
    standard = SCHEDULE.on(on)
    near = on + timedelta(days=standard.due_soon.days)
    least = min(standard.review_interval.months, standard.first_limit.months, standard.later_limit.months)
    return {"plan_due_near": near, "plan_anchored_before": months_before(near, least)}


def _near() -> Rows:
    """The worker's open episodes without an agreed plan, and those whose review may be near: the clock judges them."""
    of_worker = (Episode.keyworker_id.in_(WORKERS), or_(Episode.closed_on.is_(None), Episode.closed_on > ON))
    row = facts_of(*of_worker).order_by(None).subquery("clock").c
    columns = {field.name: row[field.name] for field in fields(ClockRow)}
    anchored = and_(row.first_agreed_on <= BEFORE, func.coalesce(row.reviewed_on, BEFORE) <= BEFORE)
    return mark(ClockRow, row.root_id, row.referred_on, **columns).where(
        or_(row.first_agreed_on.is_(None), anchored, row.plan_next_on <= NEAR, row.review_next_on <= NEAR)
    )


def _unfinished() -> Rows:
    """Of each open episode of the worker."""
    row, last = CarePlan, aliased(CarePlan)
    newest = select(func.max(last.version)).where(last.episode_id == row.episode_id, live(last))
    columns = {"id": row.id, "drafted_on": row.drafted_on, "agreed_on": row.agreed_on}
    return mark(Unfinished, row.episode_id, row.drafted_on, **columns).where(
        row.episode_id.in_(kept_open()),
        row.service_id.in_(SERVICES),
        live(row),
        row.copy_offered_on.is_(None),
        row.version == newest.scalar_subquery(),
    )


def _lines(fact: ClockRow | Unfinished, of: Of, _worker: object, on: date) -> Iterator[Todo]:
    if isinstance(fact, ClockRow):
        yield from _from_clock(fact, of, on)
    elif of.deceased_on is None:
        yield _from_plan(fact, of)


def _from_clock(fact: ClockRow, of: Of, on: date) -> Iterator[Todo]:
    reading = fact.reading(on)
    if reading.status is ClockStatus.WAITING:
        yield _wait(of, fact.referred_on, reading)
    if reading.status in REASONS:
        rank, endpoint, button, dated, subject = REASONS[reading.status]
        since = (reading.due.on if reading.due else fact.started_on) or on
        words = in_full(reading.status)
        yield of.line(words, since, rank, endpoint, button, dated=dated, subject=subject)


def waiting(rows: Iterable[Clocked]) -> list[Todo]:
    """A line for each client who was referred and never seen, the longest wait on top."""
    unseen = [one for one in rows if one.reading.status is ClockStatus.WAITING]
    return [
        _wait(
            Of(one.episode_id, one.service_id, one.keyworker_id, one.client_name),
            one.referred_on,
            one.reading,
        )
        for one in sorted(unseen, key=lambda one: (one.referred_on, one.client_name))
    ]


def _wait(of: Of, referred_on: date, reading: Reading) -> Todo:
    words, rank = CLOCK[reading.status][0], Rank.WAITING if reading.too_long else Rank.OPEN
    more = {"dated": "referred", "subject": "waiting"}
    return of.line(words, referred_on, rank, "assessment.index", "Start triage", **more)


def _from_plan(plan: Unfinished, of: Of) -> Todo:
    where = ("plan_id", plan.id)
    if plan.agreed_on is None:
        words, page = "Care plan not agreed yet", ("plans.version", "Go on writing")
        return of.line(words, plan.drafted_on, Rank.OPEN, *page, where, dated="begun", subject="plan")
    words, page = "Copy of the care plan not offered yet", ("plans.offer_copy", "Offer a copy")
    return of.line(words, plan.agreed_on, Rank.OPEN, *page, where, dated="agreed", subject="copy")


PENDING = Pending((ClockRow, Unfinished), lambda: [_near(), _unfinished()], each(_lines), values)
