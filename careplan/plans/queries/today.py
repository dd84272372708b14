"""What waits for a keyworker, and the few lines that the record's first page shows of a plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select, true
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.offers import Rank, Todo
from careplan.ground.types import Id
from careplan.plans.models import CarePlan
from careplan.plans.queries.readings import SERVICES, Clocked, ClockRow, clocked
from careplan.plans.rules.clock import ClockStatus, Reading
from careplan.plans.rules.versions import Version, active, draft

Rows = Select[*tuple[Any, ...]]


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


REVIEW = ("plans.hold_review", "Start review", "due", "review")
PLAN = ("plans.overview", "Write a plan", "treatment started", "plan")
REASONS = {
    ClockStatus.OVERDUE: (Rank.OVERDUE, "Care plan review overdue", *REVIEW),
    ClockStatus.LATE_LOCAL: (Rank.OVERDUE, "Care plan review late", *REVIEW),
    ClockStatus.DUE_SOON: (Rank.DUE, "Care plan review due", *REVIEW),
    ClockStatus.PLAN_MISSING: (Rank.OVERDUE, "No care plan agreed", *PLAN),
}
"""What the clock makes of a state on Today: rank, words, where it is done, the button, what the day is, the subject."""


def todo(services: frozenset[str], worker_id: str | None, on: date) -> list[Todo]:
    """Who waits to be seen, reviews due, plans missing, drafts and copies left open. Two statements.

    `worker_id` None: of all keyworkers.
    """
    rows = clocked(services, on, worker_id)
    due = [*waiting(rows), *(line for one in rows for line in _from_clock(one, on))]
    values = {"services": sorted(services), "keyworker": worker_id}
    return due + [_from_plan(row) for row in read(_loose_ends(worker_id is None), values)]


def waiting(rows: Iterable[Clocked]) -> list[Todo]:
    """A line for each client who was referred and never seen, the longest wait on top."""
    unseen = [one for one in rows if one.reading.status is ClockStatus.WAITING]
    return [_from_wait(one) for one in sorted(unseen, key=lambda one: (one.referred_on, one.client_name))]


def _of(one: Clocked, **what: Any) -> Todo:
    mine: dict[str, Any] = {
        "episode_id": one.episode_id,
        "service_id": one.service_id,
        "keyworker_id": one.keyworker_id,
    }
    return Todo(client_name=one.client_name, values=(("episode_id", one.episode_id),), **mine, **what)


def _from_wait(one: Clocked) -> Todo:
    return _of(
        one,
        reason="Waiting: referred and not seen yet",
        since=one.referred_on,
        rank=Rank.WAITING if one.reading.too_long else Rank.OPEN,
        endpoint="assessment.index",
        button="Start triage",
        dated="referred",
        subject="waiting",
    )


def _from_clock(one: Clocked, on: date) -> Iterator[Todo]:
    if one.reading.status not in REASONS:
        return
    rank, words, endpoint, button, dated, subject = REASONS[one.reading.status]
    since = (one.reading.due.on if one.reading.due else one.started_on) or on
    what = {"rank": rank, "reason": words, "endpoint": endpoint, "button": button, "dated": dated}
    yield _of(one, since=since, subject=subject, **what)


@cache
def _loose_ends(of_all: bool) -> Rows:
    """The newest version of each open episode of the worker, where it is a draft or no copy was offered."""
    newer = (
        select(func.max(CarePlan.version))
        .where(CarePlan.episode_id == Episode.root_id, live(CarePlan))
        .correlate(Episode)
        .scalar_subquery()
    )
    named = aliased(Client)
    columns = (CarePlan.id, CarePlan.drafted_on, CarePlan.agreed_on, Episode.id.label("episode_id"))
    return (
        select(*columns, Episode.service_id, Episode.keyworker_id, Client.last_name, Client.first_name)
        .join(Episode, Episode.root_id == CarePlan.episode_id)
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .where(
            Episode.service_id.in_(SERVICES),
            true() if of_all else Episode.keyworker_id == bindparam("keyworker", type_=Id),
            Episode.closed_on.is_(None),
            live(Episode),
            Client.deceased_on.is_(None),
            live(CarePlan),
            CarePlan.version == newer,
            CarePlan.copy_offered_on.is_(None),
        )
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), CarePlan.id)
    )


def _from_plan(row: Row[Any]) -> Todo:
    drafted = row.agreed_on is None
    return Todo(
        episode_id=row.episode_id,
        client_name=listed_name(row.first_name, row.last_name),
        reason="Care plan not agreed yet" if drafted else "Copy of the care plan not offered yet",
        since=row.drafted_on if drafted else row.agreed_on,
        rank=Rank.OPEN,
        endpoint="plans.version" if drafted else "plans.offer_copy",
        values=(("episode_id", row.episode_id), ("plan_id", row.id)),
        button="Go on writing" if drafted else "Offer a copy",
        service_id=row.service_id,
        keyworker_id=row.keyworker_id,
        dated="begun" if drafted else "agreed",
        subject="plan" if drafted else "copy",
    )
