"""What the banner and the first page of a record stand on: one statement, used by both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    String,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import left_out, told_order
from careplan.clients.models import Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.gathering import rooms
from careplan.ground.marks import CLIENT, EPISODE, SERVICES, Rows, reader
from careplan.ground.offers import Room
from careplan.ground.types import CanonicalJson, Id, Moment
from careplan.record.rules.banner import BANNER_ITEMS, Said

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Paper:
    """An assessment of the episode; `answers` only while it is open: status, value, carried on, confirmed on."""

    id: str
    kind: str
    edition: str
    started_on: date
    completed_on: date | None
    hidden: frozenset[str] = frozenset()
    answers: Mapping[str, tuple[str, Any, date | None, date | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What one record page knows before it asks another room."""

    said: tuple[Said, ...]
    papers: tuple[Paper, ...]
    facts: tuple[Any, ...]

    def of(self, fact: type[F]) -> list[F]:
        """The facts of a class, in the order of their days."""
        return [one for one in self.facts if isinstance(one, fact)]


def known(services: frozenset[str], episode: Episode, on: date, *, whole: bool = False) -> Known:
    """What the banner says of the episode and its client; `whole` adds what the overview shows. One statement."""
    values = {
        "services": sorted(services),
        "episode": episode.root_id,
        "client": episode.client.root_id,
        "keyworker": episode.keyworker_id,
        "on": on,
    }
    dead = whole and episode.client.deceased_on is not None
    rows = read(_everything(rooms(), whole, dead), values).all()
    given_rows, papers = _answers(episode, [row for row in rows if row.kind == PAPER])
    read_fact = reader(tuple(fact for room in rooms() if room.marks for fact in room.marks.facts))
    shown = sorted((row for row in rows if row.kind != PAPER), key=lambda row: (row.on or date.max, row.id))
    return Known(tuple(given_rows), tuple(papers), tuple(read_fact(row.kind, row.fact) for row in shown))


def _answers(episode: Episode, rows: list[Any]) -> tuple[list[Said], list[Paper]]:
    """The banner's items over all of the client's episodes; every answer of this episode's open assessments."""
    given_rows: list[Said] = []
    papers: dict[str, Paper] = {}
    begun: dict[str, tuple[date, datetime, str]] = {}
    for row in sorted(rows, key=lambda row: row.place):
        if row.episode_id == episode.id and row.id not in papers:
            answers: dict[str, Any] = {}
            hidden = frozenset((row.hidden or "").split())
            papers[row.id] = Paper(
                row.id, row.checklist, row.edition, row.on, row.completed_on, hidden, answers
            )
            begun[row.id] = (row.on, row.recorded_at, row.id)
        if row.item is None:
            continue
        if row.item in BANNER_ITEMS:
            given_rows.append(Said(row.item, row.status, row.value, row.on, row.id, row.episode_id))
        if row.id in papers and row.completed_on is None:
            answer = (row.status, row.value, row.source_on, row.confirmed_on)
            papers[row.id].answers[row.item] = answer  # type: ignore[index]
    return given_rows, [papers[id_] for id_ in sorted(papers, key=begun.__getitem__)]


PAPER = "paper"
ASSESSED = {
    "checklist": Assessment.kind,
    "edition": Assessment.edition,
    "completed_on": Assessment.completed_on,
    "confirmed_on": Answer.confirmed_on,
}
ABSENT = (String, String, Date, Date, Date, Id, String, String, CanonicalJson, String, Moment, Integer)
"""Types of the columns that only papers fill."""


@cache
def _everything(rooms: tuple[Room, ...], whole: bool, dead: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Built once: building it takes longer than running it. The first branch names the columns.

    `dead`: with what is prescribed, since somebody must cancel it.
    """
    branches = [_papers(whole)]
    for marks in (room.marks for room in rooms if room.marks):
        offered = [
            *marks.always(),
            *(marks.overview() if whole else ()),
            *(marks.after_death() if dead else ()),
        ]
        branches += [_as_wide(one) for one in offered]
    return union_all(*branches)


def _as_wide(branch: Rows) -> Rows:
    """A branch with as many columns as all others."""
    absent = (cast(null(), kind) for kind in ABSENT)
    return branch.add_columns(*(column.label(f"c{place}") for place, column in enumerate(absent, 4)))


def _papers(whole: bool) -> Rows:
    person, source = aliased(Client), aliased(Assessment)
    items: ColumnElement[bool] = Answer.item.in_(BANNER_ITEMS)
    if whole:
        items = or_(items, and_(Assessment.completed_on.is_(None), Assessment.episode_id == EPISODE))
    source_on = func.coalesce(source.completed_on, source.started_on)
    answer = (Episode.id.label("episode_id"), Answer.item, Answer.status, Answer.value)
    told = func.row_number().over(order_by=(*told_order(source), Answer.item))
    hidden = (left_out() if whole else cast(null(), String)).label("hidden")
    return (
        select(literal(PAPER).label("kind"), Assessment.id, Assessment.started_on.label("on"))
        .add_columns(cast(null(), Text).label("fact"))
        .add_columns(*(column.label(name) for name, column in ASSESSED.items()), source_on.label("source_on"))
        .add_columns(*answer, hidden, Assessment.recorded_at, told.label("place"))
        .select_from(Assessment)
        .join(Episode, Episode.root_id == Assessment.episode_id)
        .join(person, person.id == Episode.client_id)
        .outerjoin(Answer, and_(Answer.assessment_id == Assessment.root_id, items, live(Answer)))
        .outerjoin(source, source.id == Answer.carried_from)
        .where(
            person.root_id == CLIENT,
            Episode.service_id.in_(SERVICES),
            live(Episode),
            live(Assessment),
        )
    )


def by_kind(papers: Iterable[Paper]) -> Iterator[tuple[str, list[Paper]]]:
    """The papers of each kind, oldest first."""
    listed = list(papers)
    for kind in ("triage", "comprehensive", "risk"):
        yield kind, [paper for paper in listed if paper.kind == kind]
