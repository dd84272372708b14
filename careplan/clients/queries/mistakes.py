"""Rows of a record by their ids, live or not: what the page of a mistake shows; and whom was asked about one."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.codes import StrikeAnswer
from careplan.clients.models import Client, Episode, StrikeRequest
from careplan.clients.rules.names import listed_name
from careplan.ground.clock import london
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Rank, Todo
from careplan.staff.models import Worker

Find = Callable[[Episode, str], Any]
NAMED, ASKER, ASKED = aliased(Client), aliased(Worker), aliased(Worker)
"""Made once: an alias costs more than the statement that it stands in."""


def of_episode(model: Any) -> Find:
    """Finds a row of the table in an episode by its id, corrected and struck ones too; None elsewhere."""

    def find(episode: Episode, row_id: str) -> Any:
        return _first(select(model).where(model.id == row_id, model.episode_id == episode.root_id), episode)

    return find


def below(model: Any, *links: tuple[Any, Any]) -> Find:
    """The same for a table that hangs on the episode over parents, each given with the key that names its root."""

    def find(episode: Episode, row_id: str) -> Any:
        statement = select(model).where(model.id == row_id)
        for parent, key in links:
            statement = statement.join(parent, parent.id == key)
        return _first(statement.where(links[-1][0].episode_id == episode.root_id), episode)

    return find


def _first(statement: Select[Any], episode: Episode) -> Any:
    model = statement.column_descriptions[0]["entity"]
    return db.session.scalars(statement.where(model.service_id == episode.service_id)).first()


def strike_request(episode: Episode, kind: str, row_id: str, worker_id: str) -> StrikeRequest | None:
    """What a colleague is asked about the row; also a refusal that the worker, who asked, has not noted."""
    named = (StrikeRequest.kind == kind, StrikeRequest.row_id == row_id)
    mine = (StrikeRequest.episode_id == episode.root_id, StrikeRequest.service_id == episode.service_id)
    rows = select(StrikeRequest).where(*named, *mine, _open(worker_id))
    strike_request: StrikeRequest | None = db.session.scalars(
        rows.order_by(StrikeRequest.answer.is_not(None))
    ).first()
    return strike_request


def _open(worker_id: str) -> Any:
    refused = and_(StrikeRequest.answer == StrikeAnswer.DECLINED, StrikeRequest.asked_by == worker_id)
    return or_(StrikeRequest.answer.is_(None), refused)


def strikes(services: frozenset[str], worker_id: str, names: dict[str, str]) -> list[Todo]:
    """What the worker is asked to agree to, waits for, or was refused. `names`: of the kinds. One statement."""
    mine = or_(StrikeRequest.asked_of == worker_id, StrikeRequest.asked_by == worker_id)
    rows = db.session.execute(
        select(StrikeRequest, Episode.id, Client, ASKER.name, ASKED.name)
        .join(Episode, Episode.root_id == StrikeRequest.episode_id)
        .join(NAMED, NAMED.id == Episode.client_id)
        .join(Client, (Client.root_id == NAMED.root_id) & live(Client))
        .join(ASKER, ASKER.id == StrikeRequest.asked_by)
        .join(ASKED, ASKED.id == StrikeRequest.asked_of)
        .where(StrikeRequest.service_id.in_(services), live(Episode), mine, _open(worker_id))
        .order_by(StrikeRequest.asked_at, StrikeRequest.id)
    )
    return [_strike(row, episode, client, names, worker_id, *who) for row, episode, client, *who in rows]


def _strike(
    row: StrikeRequest,
    episode_id: str,
    client: Client,
    names: dict[str, str],
    worker_id: str,
    by: str,
    of: str,
) -> Todo:
    name = names.get(row.kind, row.kind)
    words, rank, button = f"{of} is asked whether this {name} was a mistake", Rank.OPEN, "See what waits"
    if row.answer is not None:
        words, rank, button = f"{of} does not agree that this {name} was a mistake", Rank.OVERDUE, "See why"
    elif row.asked_of == worker_id:
        words, button = f"Was this {name} recorded by mistake? {by} asks you to agree", "Read and answer"
        rank = Rank.DUE
    return Todo(
        episode_id=episode_id,
        client_name=listed_name(client.first_name, client.last_name),
        reason=words,
        since=london(row.asked_at).date(),
        rank=rank,
        endpoint="clients.mistake",
        values=(("episode_id", episode_id), ("kind", row.kind), ("row_id", row.row_id)),
        button=button,
        service_id=row.service_id,
        keyworker_id=worker_id,
        dated="asked",
    )
