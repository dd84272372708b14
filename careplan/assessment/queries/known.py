"""What the record knows beside the questions of a checklist: now, or as an assessment saw it."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import CompoundSelect, bindparam, union_all

from careplan.assessment.queries.sheets import Sheet
from careplan.checklists.rules.bank import Item
from careplan.clients.models import Episode
from careplan.ground import gathering
from careplan.ground.clock import london_day, now
from careplan.ground.corrections import live_at
from careplan.ground.marks import Known, Offered, reader
from careplan.ground.reading import read
from careplan.ground.types import Moment

AT = bindparam("at", type_=Moment)
Lines = dict[str, tuple[list[str], str, list[Offered]]]
"""By item: what the record says beside it, in lines, the page on which that is changed, and rows for its table."""


def known(
    services: frozenset[str], episode: Episode, sheet: Sheet, items: Iterable[Item], on: date
) -> tuple[Lines, list[Any]]:
    """What the record says beside the items, and the facts behind it in order of time.

    One statement. A finished assessment says what stood in the record as it was completed: later rows change
    nothing of it.
    """
    paper = sheet.assessment
    done = (paper.completed_at or paper.recorded_at) if paper.completed_on else None
    return _lines(services, episode, items, done or now(), paper.completed_on or on)


def offered_at(services: frozenset[str], episode: Episode, item: Item, at: datetime) -> list[Offered]:
    """The rows that the record offered for the table of an item at the moment. One statement."""
    lines, _ = _lines(services, episode, [item], at, london_day(at))
    return lines[item.item][2] if lines else []


def _lines(
    services: frozenset[str], episode: Episode, items: Iterable[Item], at: datetime, day: date
) -> tuple[Lines, list[Any]]:
    here = {item.item for item in items}
    offers = tuple(one for one in gathering.known() if one.item in here)
    if not offers:
        return {}, []
    values = {
        "services": sorted(services),
        "episode": episode.root_id,
        "client": episode.client.root_id,
        "on": day,
        "at": at,
    }
    rows = sorted(read(_statement(offers), values), key=lambda row: (row[2] or date.max, row[1]))
    decode = reader(frozenset(one.fact for one in offers))
    facts = [decode(row[0], row[3]) for row in rows]
    lines: Lines = {}
    for one in offers:
        told, _, offered = lines.setdefault(one.item, ([], one.endpoint, []))
        mine = [fact for fact in facts if isinstance(fact, one.fact)]
        told += one.words(mine, day)
        offered += one.offers(mine, day) if one.offers else ()
    return lines, facts


@cache
def _statement(offers: tuple[Known, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """Each kind of fact once, whichever items it stands beside."""
    return union_all(*(one.rows(_alive) for one in {one.fact: one for one in offers}.values()))


def _alive(model: Any) -> Any:
    return live_at(model, cast(datetime, AT))
