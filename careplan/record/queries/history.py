"""Every row of an episode's record, with who recorded it and when: from the record rows, never from the trail."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    bindparam,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.ground.gathering import rooms
from careplan.ground.history import Rows
from careplan.ground.offers import Entry, Room
from careplan.staff.models import Worker
from careplan.ui.paging import page_count

SIZE = 50
KINDS: BindParameter[Any] = bindparam("kinds", expanding=True)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the history, the newest act first."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    total: int


def history(episode: Episode, page: int, kinds: Collection[str]) -> Page:
    """A page of what was recorded in the episode (one that does not exist: the last). Two statements."""
    values = {"episode": episode.root_id, "client": episode.client.root_id, "kinds": list(kinds)}
    total = db.session.execute(_counted(rooms()), values).scalar_one()
    pages = page_count(total, SIZE)
    number = min(max(page, 1), pages)
    rows = db.session.execute(_paged(rooms()), values | {"skip": (number - 1) * SIZE})
    return Page(tuple(Entry(*row) for row in rows), number, pages, total)


@cache
def acts(rooms: tuple[Room, ...]) -> Any:
    """Built once; a branch for each kind of row that a room offers."""
    return union_all(*(row for room in rooms if room.history for row in room.history.rows())).subquery()


@cache
def _counted(rooms: tuple[Room, ...]) -> Rows:
    return select(func.count()).select_from(acts(rooms)).where(acts(rooms).c.kind.in_(KINDS))


@cache
def _paged(rooms: tuple[Room, ...]) -> Rows:
    every, worker, striker = acts(rooms), aliased(Worker), aliased(Worker)
    named, struck_by = func.coalesce(worker.name, every.c.by), func.coalesce(striker.name, every.c.struck_by)
    columns = (every.c.first, every.c.second, every.c.on_day, every.c.reason, every.c.corrected_at)
    struck = (
        every.c.struck_at,
        every.c.struck_reason,
        every.c.wrong_client,
        struck_by,
        every.c.by.label("author"),
        every.c.struck_by.label("striker"),
    )
    return (
        select(every.c.kind, every.c.id, every.c.at, named, *columns, *struck)
        .outerjoin(worker, worker.id == every.c.by)
        .outerjoin(striker, striker.id == every.c.struck_by)
        .where(every.c.kind.in_(KINDS))
        .order_by(every.c.at.desc(), every.c.id.desc(), every.c.kind)
        .limit(SIZE)
        .offset(bindparam("skip", type_=Integer))
    )
