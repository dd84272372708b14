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
from careplan.plans.models import CarePlan, Goal
from careplan.plans.queries.readings import SERVICES, Clocked, clock, clocked
from careplan.plans.rules.clock import ClockStatus, Reading
from careplan.plans.rules.versions import Version, active, draft

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """An episode's plan in a few facts; without an agreed version all but the reading may be empty."""

    reading: Reading
    plan_id: str | None = None
    version: int | None = None
    agreed_on: date | None = None
    agreement: str | None = None
    copy_offered_on: date | None = None
    copy_taken: str | None = None
    goals: int = 0
    draft_id: str | None = None


def plan_summary(services: frozenset[str], episode_id: str, on: date) -> PlanSummary | None:
    """The plan of an episode for the record's first page; None for a foreign episode. Two statements."""
    reading = clock(services, [episode_id], on).get(episode_id)
    if reading is None:
        return None
    matching_rows = read(_versions(), {"services": sorted(services), "episode": episode_id}).all()
    rows = {row.id: row for row in matching_rows}
    listed = [Version(row.id, row.version, row.agreed_on, row.goals) for row in matching_rows]
    holds, written = active(listed, on), draft(listed)
    draft_id = written.id if written else None
    if holds is None:
        return PlanSummary(reading, draft_id=draft_id)
    plan = rows[holds.id]
    return PlanSummary(
        reading=reading,
        plan_id=plan.id,
        version=plan.version,
        agreed_on=plan.agreed_on,
        agreement=plan.agreement,
        copy_offered_on=plan.copy_offered_on,
        copy_taken=plan.copy_taken,
        goals=plan.goals,
        draft_id=draft_id,
    )


@cache
def _versions() -> Rows:
    """The versions of an episode's plan with the number of goals of each; built once."""
    goals = (
        select(func.count())
        .where(Goal.care_plan_id == CarePlan.root_id, live(Goal))
        .correlate(CarePlan)
        .scalar_subquery()
        .label("goals")
    )
    agreement = (CarePlan.agreed_on, CarePlan.agreement, CarePlan.copy_offered_on, CarePlan.copy_taken)
    return (
        select(CarePlan.id, CarePlan.version, *agreement, goals)
        .join(Episode, Episode.root_id == CarePlan.episode_id)
        .where(
            CarePlan.service_id.in_(SERVICES),
            Episode.id == bindparam("episode", type_=Id),
            live(Episode),
            live(CarePlan),
        )
        .order_by(CarePlan.version)
    )


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
