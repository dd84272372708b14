"""Rows of a record by their ids, live or not: what the page of a mistake shows; and whom was asked about one."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, and_, or_, select

from careplan.clients.codes import StrikeAnswer
from careplan.clients.models import Episode, RightRecord, StrikeRequest
from careplan.ground.db import db

Find = Callable[[Episode, str], Any]


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
    rows = select(StrikeRequest).where(*named, *mine, unanswered(worker_id))
    strike_request: StrikeRequest | None = db.session.scalars(
        rows.order_by(StrikeRequest.answer.is_not(None))
    ).first()
    return strike_request


def unanswered(worker_id: Any) -> Any:
    """What nobody answered; also a refusal that this worker, who asked, has not noted."""
    refused = and_(StrikeRequest.answer == StrikeAnswer.DECLINED, StrikeRequest.asked_by == worker_id)
    return or_(StrikeRequest.answer.is_(None), refused)


def right_record(kind: str, row_id: str) -> RightRecord | None:
    """Where a row that belongs to another client was taken; None before it was."""
    return db.session.get(RightRecord, (kind, row_id))
