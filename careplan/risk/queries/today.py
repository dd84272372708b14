"""What risk adds to a worker's day: reviews, actions, and for managers countersignatures."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, Subquery, func, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Client, Episode
from careplan.clients.rules import Rank, Todo
from careplan.ground.db import db
from careplan.risk.codes import DOMAINS, RiskDomain
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from careplan.risk.rules import GRAVE, ReviewState, countersign_by, review_by, review_state, standard


def todo(services: frozenset[str], worker_id: str | None, on: date) -> list[Todo]:
    """Risk reviews that are due or overdue, and risk actions not done by their day; two statements.

    Of the worker's own clients, or of all when `worker_id` is None.
    """
    return [*_reviews(services, worker_id, on), *_actions(services, worker_id, on)]


def to_countersign(services: frozenset[str], worker_id: str, on: date) -> list[Todo]:
    """Latest risk assessments at high or immediate risk that nobody countersigned; not the manager's own.

    `services` are those where the manager may countersign.
    """
    last = _latest(services)
    grave = (
        select(RiskLevel.assessment_id)
        .where(RiskLevel.assessment_id == last.c.root_id, RiskLevel.level.in_(sorted(GRAVE)))
        .exists()
    )
    signed = select(Countersignature.id).where(Countersignature.assessment_id == last.c.root_id).exists()
    rows = db.session.execute(
        _open_episodes(last)
        .where(grave, ~signed, func.coalesce(last.c.worker_id, "") != worker_id)
        .order_by(last.c.completed_on, last.c.root_id)
    )
    return [_countersign(row, on) for row in rows]


def _countersign(row: Row[Any], on: date) -> Todo:
    by = countersign_by(row.completed_on, standard())
    late = on > by
    words = "High risk assessed, countersignature late" if late else "High risk assessed, to be countersigned"
    rank = Rank.OVERDUE if late else Rank.DUE
    return _line(row, words, by if late else row.completed_on, rank, "Countersign")


def _latest(services: frozenset[str]) -> Subquery:
    newest_first = (Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
    place = func.row_number().over(partition_by=Assessment.episode_id, order_by=newest_first)
    ranked = (
        select(
            Assessment.episode_id,
            Assessment.root_id,
            Assessment.service_id,
            Assessment.completed_on,
            Assessment.worker_id,
            place.label("place"),
        )
        .where(
            Assessment.service_id.in_(services),
            Assessment.kind == "risk",
            Assessment.completed_on.is_not(None),
            Assessment.superseded_at.is_(None),
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _open_episodes(source: Any) -> Select[*tuple[Any, ...]]:
    named = aliased(Client)
    return (
        select(source, Episode.id.label("episode"), Episode.keyworker_id, Client.first_name, Client.last_name)
        .join(Episode, Episode.root_id == source.c.episode_id)
        .join(named, named.id == Episode.client_id)
        .join(Client, (Client.root_id == named.root_id) & Client.superseded_at.is_(None))
        .where(Episode.superseded_at.is_(None), Episode.closed_on.is_(None))
    )


def _reviews(services: frozenset[str], worker_id: str | None, on: date) -> Iterator[Todo]:
    last = _latest(services)
    statement = _open_episodes(last).order_by(last.c.completed_on, last.c.root_id)
    if worker_id is not None:
        statement = statement.where(Episode.keyworker_id == worker_id)
    for row in db.session.execute(statement):
        state, by = review_state(row.completed_on, on, standard()), review_by(row.completed_on, standard())
        if state is ReviewState.OVERDUE:
            yield _line(row, "Risk review overdue", by, Rank.OVERDUE, "Review risk")
        elif state is ReviewState.DUE:
            yield _line(row, "Risk review due", by, Rank.DUE, "Review risk")


def _actions(services: frozenset[str], worker_id: str | None, on: date) -> Iterator[Todo]:
    late = (
        select(
            Assessment.episode_id, RiskAction.service_id, RiskAction.domain, RiskAction.due_on, RiskAction.id
        )
        .join(Assessment, Assessment.root_id == RiskAction.assessment_id)
        .where(
            RiskAction.service_id.in_(services),
            RiskAction.done_on.is_(None),
            RiskAction.superseded_at.is_(None),
            RiskAction.due_on <= on,
            Assessment.superseded_at.is_(None),
        )
        .subquery()
    )
    statement = _open_episodes(late).order_by(late.c.due_on, late.c.id)
    if worker_id is not None:
        statement = statement.where(Episode.keyworker_id == worker_id)
    for row in db.session.execute(statement):
        words = f"Risk action not done: {DOMAINS[RiskDomain(row.domain)].lower()}"
        rank = Rank.DUE if row.due_on == on else Rank.OVERDUE
        yield _line(row, words, row.due_on, rank, "See action")


def _line(row: Row[Any], reason: str, since: date, rank: Rank, button: str) -> Todo:
    return Todo(
        episode_id=row.episode,
        client_name=f"{row.last_name.upper()}, {row.first_name}",
        reason=reason,
        since=since,
        rank=rank,
        endpoint="risk.index",
        values=(("episode_id", row.episode),),
        button=button,
        service_id=row.service_id,
        keyworker_id=row.keyworker_id,
    )
