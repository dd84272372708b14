"""What the banner and the first page of a record stand on: one statement, used by both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, null, or_, union_all
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import left_out, told_order
from careplan.clients.models import Client, Episode
from careplan.ground.corrections import live
from careplan.ground.gathering import rooms
from careplan.ground.marks import CLIENT, EPISODE, SERVICES, Rows, mark, reader
from careplan.ground.offers import Room
from careplan.ground.reading import read
from careplan.ground.types import parsed
from careplan.record.queries.allergies import Elsewhere, Near, branches, elsewhere, values_of
from careplan.record.rules.banner import BANNER_ITEMS, ItemAnswer

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Paper:
    """An assessment of the episode, the `begun`th; `answers` only while it is open.

    An answer: status, value, the days it was carried from and confirmed on.
    """

    id: str
    kind: str
    edition: str
    started_on: date
    completed_on: date | None
    hidden: frozenset[str] = frozenset()
    answers: dict[str, tuple[str, Any, date | None, date | None]] = field(default_factory=dict)
    begun: int = 0


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """What one record page knows before it asks another room."""

    answers: tuple[ItemAnswer, ...]
    papers: tuple[Paper, ...]
    elsewhere: Elsewhere
    facts: tuple[Any, ...]

    def of(self, fact: type[F]) -> list[F]:
        """The facts of a class, in the order of their days."""
        return [one for one in self.facts if isinstance(one, fact)]


def values(services: frozenset[str], episode: Episode, on: date) -> dict[str, Any]:
    """All that the facts of an episode depend on beside what is recorded."""
    return {
        "services": sorted(services),
        "episode": episode.root_id,
        "client": episode.client.root_id,
        "keyworker": episode.keyworker_id,
        "on": on,
        **values_of(episode.client),
    }


def banner_facts(services: frozenset[str], episode: Episode, on: date, *, whole: bool = False) -> BannerFacts:
    """What the banner says of the episode and its client; `whole` adds what the overview shows. One statement."""
    dead = whole and episode.client.deceased_on is not None
    rows = read(_everything(rooms(), whole, dead), values(services, episode, on))
    facts = reader((_Answered, Near, *(fact for room in rooms() if room.marks for fact in room.marks.facts)))
    shown = [facts(row[0], row[3]) for row in sorted(rows, key=lambda row: (row[2] or date.max, row[1]))]
    told = sorted((one for one in shown if isinstance(one, _Answered)), key=lambda one: one.place)
    answers, papers = _answers(episode, told)
    near = elsewhere((one for one in shown if isinstance(one, Near)), services, episode)
    others = tuple(one for one in shown if not isinstance(one, _Answered | Near))
    return BannerFacts(tuple(answers), tuple(papers), near, others)


def with_elsewhere(facts: BannerFacts, services: frozenset[str], episode: Episode, on: date) -> BannerFacts:
    """The facts with what all other records of the person say now. One statement."""
    near = reader((Near,))
    rows = (near(row[0], row[3]) for row in read(_elsewhere(), values(services, episode, on)))
    return replace(facts, elsewhere=elsewhere(rows, services, episode))


@cache
def _elsewhere() -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(*branches())


@dataclass(frozen=True, slots=True)
class _Answered:
    """An answer with its assessment, which is all there is where `item` is None; `value` is JSON."""

    place: int
    begun: int
    id: str
    episode_id: str
    kind: str
    edition: str
    started_on: date
    completed_on: date | None
    hidden: str | None
    item: str | None
    status: str | None
    value: str | None
    carried_on: date | None
    confirmed_on: date | None


def _answers(episode: Episode, told: list[_Answered]) -> tuple[list[ItemAnswer], list[Paper]]:
    """The banner's items over all of the client's episodes; every answer of this episode's open assessments."""
    answers: list[ItemAnswer] = []
    papers: dict[str, Paper] = {}
    for one in told:
        here = one.episode_id == episode.id
        if here and one.id not in papers:
            hidden = frozenset((one.hidden or "").split())
            dated = (one.started_on, one.completed_on)
            papers[one.id] = Paper(one.id, one.kind, one.edition, *dated, hidden, {}, one.begun)
        if one.item is None or one.status is None:
            continue
        if one.item in BANNER_ITEMS:
            answers.append(
                ItemAnswer(one.item, one.status, parsed(one.value), one.started_on, one.id, one.episode_id)
            )
        if here and one.completed_on is None:
            answer = (one.status, parsed(one.value), one.carried_on, one.confirmed_on)
            papers[one.id].answers[one.item] = answer
    return answers, sorted(papers.values(), key=lambda paper: paper.begun)


@cache
def _everything(rooms: tuple[Room, ...], whole: bool, dead: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Built once: building it takes longer than running it. The first branch names the columns.

    `dead`: with what is prescribed, since somebody must cancel it.
    """
    every = [_papers(whole), *branches()]
    for marks in (room.marks for room in rooms if room.marks):
        every += marks.always()
        every += marks.overview() if whole else ()
        every += marks.after_death() if dead else ()
    return union_all(*every)


def _papers(whole: bool) -> Rows:
    """The client's assessments, each with its answers."""
    person, source = aliased(Client), aliased(Assessment)
    items: ColumnElement[bool] = Answer.item.in_(BANNER_ITEMS)
    if whole:
        items = or_(items, and_(Assessment.completed_on.is_(None), Assessment.episode_id == EPISODE))
    columns = _assessed() | _answered(source) | {"hidden": left_out() if whole else null()}
    return (
        mark(_Answered, Assessment.id, Assessment.started_on, **columns)
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


def _assessed() -> dict[str, Any]:
    begun = (Assessment.started_on, Assessment.recorded_at, Assessment.id)
    return {
        "begun": func.dense_rank().over(order_by=begun),
        "id": Assessment.id,
        "episode_id": Episode.id,
        "kind": Assessment.kind,
        "edition": Assessment.edition,
        "started_on": Assessment.started_on,
        "completed_on": Assessment.completed_on,
    }


def _answered(source: type[Assessment]) -> dict[str, Any]:
    return {
        "place": func.row_number().over(order_by=(*told_order(source), Answer.item)),
        "item": Answer.item,
        "status": Answer.status,
        "value": Answer.value,
        "carried_on": func.coalesce(source.completed_on, source.started_on, Answer.brought_on),
        "confirmed_on": Answer.confirmed_on,
    }


def by_kind(papers: Iterable[Paper]) -> Iterator[tuple[str, list[Paper]]]:
    """The papers of each kind, oldest first."""
    listed = list(papers)
    for kind in ("triage", "comprehensive", "risk"):
        yield kind, [paper for paper in listed if paper.kind == kind]
