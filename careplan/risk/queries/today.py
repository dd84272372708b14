"""What risk adds to a worker's day: reviews, actions, and for managers countersignatures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Date, Row, Select, Subquery, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Client, Episode, Intervention
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.offers import Rank, Todo
from careplan.ground.types import Id
from careplan.risk.codes import DOMAINS, RiskDomain
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from careplan.risk.rules import GRAVE, RISK, ReviewState, countersign_by, review_by, review_state

SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
ON, WORKER = bindparam("on", type_=Date), bindparam("worker", type_=Id)
NAMED = aliased(Client)
"""The row that an episode names its client by; the live row of its chain says what the client is called now."""


def todo(services: frozenset[str], worker_id: str | None, on: date) -> list[Todo]:
    """Risk never assessed, reviews that are due or overdue, and risk actions not done by their day; two statements.

    Of the worker's own clients, or of all when `worker_id` is None.
    """
    return [*_reviews(services, worker_id, on), *_actions(services, worker_id, on)]


def to_countersign(services: frozenset[str], worker_id: str, on: date) -> list[Todo]:
    """Latest risk assessments at high or immediate risk that nobody countersigned; none the manager had a hand in.

    `services` are those where the manager may countersign.
    """
    values = {"services": sorted(services), "worker": worker_id}
    return [_countersign(row, on) for row in read(_unsigned(), values)]


@cache
def _unsigned() -> Select[*tuple[Any, ...]]:
    last = _latest()
    grave = (
        select(RiskLevel.assessment_id)
        .where(RiskLevel.assessment_id == last.c.root_id, RiskLevel.level.in_(sorted(GRAVE)), live(RiskLevel))
        .exists()
    )
    signed = (
        select(Countersignature.id)
        .where(Countersignature.assessment_id == last.c.root_id, live(Countersignature))
        .exists()
    )
    judged = (
        select(RiskLevel.assessment_id)
        .where(RiskLevel.assessment_id == last.c.root_id, RiskLevel.recorded_by == WORKER)
        .exists()
    )
    own = or_(
        func.coalesce(last.c.worker_id, "") == WORKER,
        func.coalesce(last.c.completed_by, "") == WORKER,
        judged,
    )
    return _open_episodes(last).where(grave, ~signed, ~own).order_by(last.c.completed_on, last.c.root_id)


def _countersign(row: Row[Any], on: date) -> Todo:
    by = countersign_by(row.completed_on, RISK.on(row.completed_on))
    late = on > by
    words = "High risk assessed, countersignature late" if late else "High risk assessed, to be countersigned"
    rank = Rank.OVERDUE if late else Rank.DUE
    day, dated = (by, "due") if late else (row.completed_on, "assessed")
    return _line(row, words, day, rank, "Countersign", dated)


@cache
def _latest() -> Subquery:
    newest_first = (Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
    place = func.row_number().over(partition_by=Assessment.episode_id, order_by=newest_first)
    ranked = (
        select(
            Assessment.episode_id,
            Assessment.root_id,
            Assessment.service_id,
            Assessment.completed_on,
            Assessment.worker_id,
            Assessment.completed_by,
            place.label("place"),
        )
        .where(
            Assessment.service_id.in_(SERVICES),
            Assessment.kind == "risk",
            Assessment.completed_on.is_not(None),
            live(Assessment),
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _open_episodes(source: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(source, Episode.id.label("episode"), Episode.keyworker_id, Client.first_name, Client.last_name)
        .join(Episode, Episode.root_id == source.c.episode_id)
        .join(NAMED, NAMED.id == Episode.client_id)
        .join(Client, (Client.root_id == NAMED.root_id) & live(Client))
        .where(live(Episode), Episode.closed_on.is_(None))
    )


def _reviews(services: frozenset[str], worker_id: str | None, on: date) -> Iterator[Todo]:
    values = {"services": sorted(services), "worker": worker_id, "on": on}
    for row in read(_reviewed(worker_id is None), values):
        yield from _never(row, on) if row.completed_on is None else _again(row, on)


@cache
def _reviewed(of_all: bool) -> Select[*tuple[Any, ...]]:
    last, owed = _latest(), _owed()
    statement = (
        select(Episode.id.label("episode"), Episode.service_id, Episode.keyworker_id)
        .add_columns(Client.first_name, Client.last_name, last.c.completed_on, owed.c.owed_on)
        .join(NAMED, NAMED.id == Episode.client_id)
        .join(Client, (Client.root_id == NAMED.root_id) & live(Client))
        .outerjoin(last, last.c.episode_id == Episode.root_id)
        .outerjoin(owed, owed.c.episode_id == Episode.root_id)
        .where(Episode.service_id.in_(SERVICES), live(Episode))
        .where(Episode.closed_on.is_(None), Client.deceased_on.is_(None))
        .order_by(last.c.completed_on, Episode.id)
    )
    return statement if of_all else statement.where(Episode.keyworker_id == WORKER)


def _never(row: Row[Any], on: date) -> Iterator[Todo]:
    """A risk assessment goes with every assessment, and with treatment: from that day it is owed."""
    if row.owed_on is not None:
        rank = Rank.OVERDUE if row.owed_on < on else Rank.DUE
        yield _review(row, "Risk never assessed", row.owed_on, rank, "owed since")


def _again(row: Row[Any], on: date) -> Iterator[Todo]:
    standard = RISK.on(row.completed_on)
    state, by = review_state(row.completed_on, on, standard), review_by(row.completed_on, standard)
    if state is ReviewState.OVERDUE:
        yield _review(row, "Risk review overdue", by, Rank.OVERDUE, "due")
    elif state is ReviewState.DUE:
        yield _review(row, "Risk review due", by, Rank.DUE, "due")


@cache
def _owed() -> Subquery:
    """The first day on which another assessment was completed or a treatment was started, by episode."""
    assessed = select(Assessment.episode_id, Assessment.completed_on.label("day")).where(
        Assessment.service_id.in_(SERVICES),
        Assessment.kind != "risk",
        Assessment.completed_on <= ON,
        live(Assessment),
    )
    treated = select(Intervention.episode_id, Intervention.started_on).where(
        Intervention.service_id.in_(SERVICES),
        Intervention.started_on <= ON,
        live(Intervention),
    )
    days = union_all(assessed, treated).subquery()
    return (
        select(days.c.episode_id, func.min(days.c.day).label("owed_on"))
        .group_by(days.c.episode_id)
        .subquery("owed")
    )


def _actions(services: frozenset[str], worker_id: str | None, on: date) -> Iterator[Todo]:
    values = {"services": sorted(services), "worker": worker_id, "on": on}
    for row in read(_late(worker_id is None), values):
        words = f"Risk action not done: {DOMAINS[RiskDomain(row.domain)].lower()}"
        rank = Rank.DUE if row.due_on == on else Rank.OVERDUE
        yield _line(row, words, row.due_on, rank, "See action")


@cache
def _late(of_all: bool) -> Select[*tuple[Any, ...]]:
    late = (
        select(
            Assessment.episode_id, RiskAction.service_id, RiskAction.domain, RiskAction.due_on, RiskAction.id
        )
        .join(Assessment, Assessment.root_id == RiskAction.assessment_id)
        .where(
            RiskAction.service_id.in_(SERVICES),
            RiskAction.done_on.is_(None),
            live(RiskAction),
            RiskAction.due_on <= ON,
            live(Assessment),
        )
        .subquery()
    )
    statement = _open_episodes(late).order_by(late.c.due_on, late.c.id)
    return statement if of_all else statement.where(Episode.keyworker_id == WORKER)


def _review(row: Row[Any], reason: str, since: date, rank: Rank, dated: str) -> Todo:
    line = _line(row, reason, since, rank, "Review risk" if row.completed_on else "Assess risk", dated)
    return replace(line, subject="risk", endpoint=line.endpoint if row.completed_on else "assessment.index")


def _line(row: Row[Any], reason: str, since: date, rank: Rank, button: str, dated: str = "due") -> Todo:
    return Todo(
        episode_id=row.episode,
        client_name=listed_name(row.first_name, row.last_name),
        reason=reason,
        since=since,
        rank=rank,
        endpoint="risk.index",
        values=(("episode_id", row.episode),),
        button=button,
        service_id=row.service_id,
        keyworker_id=row.keyworker_id,
        dated=dated,
    )
