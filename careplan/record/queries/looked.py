"""Who opened a client's record, from the trail; and the trail itself, for whoever runs careplan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from careplan.clients.queries.merging import same_person
from careplan.ground.db import db
from careplan.staff.models import Worker
from careplan.trail.models import TrailEntry

SIZE = 50


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening: when, by whom, which page (an endpoint)."""

    at: datetime
    worker: str
    page: str


@dataclass(frozen=True, slots=True)
class Openings:
    """One page of openings, the last first, how many there are, and by whom (names by id)."""

    rows: list[Opening]
    total: int
    workers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose openings somebody may see: everybody's at the services they manage, elsewhere their own."""

    worker_id: str
    managed: frozenset[str]
    services: frozenset[str]

    def sees(self) -> ColumnElement[bool]:
        """SQL condition on trail entries."""
        own = and_(TrailEntry.service_id.in_(self.services), TrailEntry.actor == self.worker_id)
        return or_(TrailEntry.service_id.in_(self.managed), own)


def _same_client(client_id: str) -> ColumnElement[bool]:
    """Entries of a client under any of its ids."""
    return TrailEntry.client_id.in_(same_person(client_id))


def openings(reader: Reader, client_id: str, worker_id: str, page: int) -> Openings:
    """Who opened the record of the client, 50 to a page; `worker_id` narrows to one worker. Two statements."""
    mine = (TrailEntry.action == "record.opened", _same_client(client_id), reader.sees())
    counts = db.session.execute(
        select(TrailEntry.actor, func.coalesce(Worker.name, TrailEntry.actor), func.count())
        .outerjoin(Worker, Worker.id == TrailEntry.actor)
        .where(*mine)
        .group_by(TrailEntry.actor, Worker.name)
        .order_by(func.coalesce(Worker.name, TrailEntry.actor), TrailEntry.actor)
    ).all()
    workers = {row[0]: row[1] for row in counts}
    rows = select(TrailEntry.at, TrailEntry.actor, TrailEntry.detail).where(*mine)
    if worker_id:
        rows = rows.where(TrailEntry.actor == worker_id)
    rows = rows.order_by(TrailEntry.at.desc(), TrailEntry.id.desc()).limit(SIZE).offset((page - 1) * SIZE)
    shown = [
        Opening(at, workers[actor], str((detail or {}).get("page", "")))
        for at, actor, detail in db.session.execute(rows)
    ]
    total = sum(row[2] for row in counts if not worker_id or row[0] == worker_id)
    return Openings(shown, total, workers)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail with the names that belong to its ids, where there are such rows."""

    at: datetime
    actor: str
    name: str
    action: str
    subject: str
    service_id: str
    client_id: str
    detail: Any


def entries(client_id: str | None, worker_id: str | None) -> Iterator[Entry]:
    """The trail of a client or of a worker, from its beginning: for commands only."""
    rows = select(TrailEntry, Worker.name).outerjoin(Worker, Worker.id == TrailEntry.actor)
    if client_id is not None:
        rows = rows.where(_same_client(client_id))
    if worker_id is not None:
        about = TrailEntry.subject == f"workers:{worker_id}"
        rows = rows.where(or_(TrailEntry.actor == worker_id, about))
    result = db.session.execute(rows.order_by(TrailEntry.at, TrailEntry.id).execution_options(yield_per=1000))
    for row, name in result:
        ids = (row.service_id or "", row.client_id or "")
        yield Entry(row.at, row.actor, name or "", row.action, row.subject, *ids, row.detail)


def client_ids(client_id: str) -> Sequence[str]:
    """The client's ids, empty when there is no such client: for commands only."""
    return db.session.scalars(same_person(client_id)).all()
