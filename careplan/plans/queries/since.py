"""What happened in an episode since a day, counted from the shares that all rooms have in its history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select, union_all
from sqlalchemy import Date as Day

from careplan.clients.models import Episode
from careplan.ground.clock import london_day, moment_of
from careplan.ground.db import db
from careplan.ground.gathering import rooms
from careplan.ground.offers import Room
from careplan.ground.types import Moment

KINDS: BindParameter[Any] = bindparam("kinds", expanding=True)
FIRST, SINCE = bindparam("first", type_=Day), bindparam("since", type_=Moment)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many rows of a kind and of a code, and the day of the last."""

    kind: str
    code: str
    number: int
    last_on: date


def tallies(episode: Episode, first: date, kinds: Collection[str]) -> list[Tally]:
    """Rows that stand, of these kinds of history, from the first day on: by kind, then code. One statement.

    A row without a day of its own counts on the day it was recorded.
    """
    values = {"episode": episode.root_id, "client": episode.client.root_id, "kinds": sorted(kinds)}
    rows = db.session.execute(_counted(rooms()), values | {"first": first, "since": moment_of(first)})
    return [Tally(row.kind, row.first or "", row.number, row.on or london_day(row.at)) for row in rows]


@cache
def _counted(rooms: tuple[Room, ...]) -> Any:
    every = union_all(*(row for room in rooms if room.history for row in room.history.rows())).subquery().c
    late = or_(every.on_day >= FIRST, every.on_day.is_(None) & (every.at >= SINCE))
    return (
        select(
            every.kind,
            every.first,
            func.count().label("number"),
            func.max(every.on_day).label("on"),
            func.max(every.at).label("at"),
        )
        .where(every.kind.in_(KINDS), late, every.struck_at.is_(None), every.corrected_at.is_(None))
        .group_by(every.kind, every.first)
        .order_by(every.kind, every.first)
    )
