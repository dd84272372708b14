"""What the banner and the first page of a record stand on: one statement, used by both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
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
from careplan.clients.models import Client, Episode, Intervention, Pause, Task, TaskAction, Transfer
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.types import CanonicalJson, Id, Moment
from careplan.prescribing.codes import PrescriptionStatus
from careplan.prescribing.models import Course, Prescription, PrescriptionEvent
from careplan.record.rules.banner import BANNER_ITEMS, Said
from careplan.risk.models import RiskLevel
from careplan.staff.models import Service, Worker

Rows = Select[*tuple[Any, ...]]


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
class Mark:
    """One row of whatever stands beside a name: its kind says how to read the words and days."""

    kind: str
    id: str
    first: str
    second: str
    on: date | None
    second_on: date | None
    third_on: date | None
    fourth_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What one record page knows before it asks another room."""

    said: tuple[Said, ...]
    papers: tuple[Paper, ...]
    marks: tuple[Mark, ...]

    def of(self, kind: str) -> list[Mark]:
        """The marks of a kind, in the order of their first day."""
        return [mark for mark in self.marks if mark.kind == kind]


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
    rows = read(_everything(whole, dead), values).all()
    said, papers = _answers(episode, [row for row in rows if row.kind == PAPER])
    marks = sorted(
        (Mark(*row[:8]) for row in rows if row.kind != PAPER),
        key=lambda mark: (mark.on or date.max, mark.id),
    )
    return Known(tuple(said), tuple(papers), tuple(marks))


def _answers(episode: Episode, rows: list[Any]) -> tuple[list[Said], list[Paper]]:
    """The banner's items over all of the client's episodes; every answer of this episode's open assessments."""
    said: list[Said] = []
    papers: dict[str, Paper] = {}
    begun: dict[str, tuple[date, datetime, str]] = {}
    for row in sorted(rows, key=lambda row: row.place):
        if row.episode_id == episode.id and row.id not in papers:
            answers: dict[str, Any] = {}
            hidden = frozenset((row.hidden or "").split())
            papers[row.id] = Paper(row.id, row.first, row.second, row.on, row.second_on, hidden, answers)
            begun[row.id] = (row.on, row.recorded_at, row.id)
        if row.item is None:
            continue
        if row.item in BANNER_ITEMS:
            said.append(Said(row.item, row.status, row.value, row.on, row.id, row.episode_id))
        if row.id in papers and row.second_on is None:
            answer = (row.status, row.value, row.third_on, row.fourth_on)
            papers[row.id].answers[row.item] = answer  # type: ignore[index]
    return said, [papers[id_] for id_ in sorted(papers, key=begun.__getitem__)]


PAPER = "paper"
DAYS = ("on", "second_on", "third_on", "fourth_on")
SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
EPISODE, CLIENT, KEYWORKER = (bindparam(name, type_=Id) for name in ("episode", "client", "keyworker"))
ON = bindparam("on", type_=Date)


@cache
def _everything(whole: bool, dead: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Built once: building it takes longer than running it. The first branch names the columns.

    `dead`: with what is prescribed, since somebody must cancel it.
    """
    branches = [_papers(whole), _levels(), _pauses()]
    if whole:
        branches += [_tasks(), _treatment(), _courses(), _keyworker(), _episodes(), _sent()]
    if dead:
        branches.append(_prescriptions())
    return union_all(*branches)


def _papers(whole: bool) -> Rows:
    person, source = aliased(Client), aliased(Assessment)
    items: ColumnElement[bool] = Answer.item.in_(BANNER_ITEMS)
    if whole:
        items = or_(items, and_(Assessment.completed_on.is_(None), Assessment.episode_id == EPISODE))
    words = {"first": Assessment.kind, "second": Assessment.edition}
    source_on = func.coalesce(source.completed_on, source.started_on)
    days = (Assessment.started_on, Assessment.completed_on, source_on, Answer.confirmed_on)
    answer = (Episode.id.label("episode_id"), Answer.item, Answer.status, Answer.value)
    told = func.row_number().over(order_by=(*told_order(source), Answer.item))
    hidden = (left_out() if whole else cast(null(), String)).label("hidden")
    return (
        select(literal(PAPER).label("kind"), Assessment.id)
        .add_columns(*(column.label(name) for name, column in words.items()))
        .add_columns(*(column.label(name) for name, column in zip(DAYS, days, strict=True)))
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


def _row(kind: str, id_: Any, words: Iterable[Any], days: Iterable[Any]) -> Rows:
    """A branch with as many columns as all others."""
    texts = [*words, cast(null(), String)][:2]
    dates = [*days, *(cast(null(), Date) for _ in range(4))][:4]
    absent = (cast(null(), kind) for kind in (Id, String, String, CanonicalJson, String, Moment, Integer))
    columns = (literal(kind), id_, *texts, *dates, *absent)
    return select(*(column.label(f"c{place}") for place, column in enumerate(columns)))


def _newest_risk() -> Any:
    return (
        select(Assessment.id)
        .where(
            Assessment.episode_id == EPISODE,
            Assessment.kind == "risk",
            Assessment.completed_on.is_not(None),
            live(Assessment),
        )
        .order_by(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _levels() -> Rows:
    words = (RiskLevel.domain, RiskLevel.level)
    return (
        _row("level", Assessment.id, words, [Assessment.completed_on])
        .join(Assessment, and_(Assessment.root_id == RiskLevel.assessment_id, live(RiskLevel)))
        .where(Assessment.id == _newest_risk())
    )


def _pauses() -> Rows:
    return _row("pause", Pause.id, [Pause.reason], [Pause.from_on]).where(
        Pause.episode_id == EPISODE,
        live(Pause),
        Pause.from_on <= ON,
        or_(Pause.until_on.is_(None), Pause.until_on > ON),
    )


def _tasks() -> Rows:
    closes = (TaskAction.task_id == Task.id, TaskAction.closes.is_(True), live(TaskAction))
    closed = select(TaskAction.id).where(*closes).exists()
    return _row("task", Task.id, [Task.kind, Task.words], [Task.due_on]).where(
        Task.episode_id == EPISODE, live(Task), ~closed
    )


def _treatment() -> Rows:
    row = Intervention
    days = (row.referred_on, row.first_offered_on, row.started_on, row.ended_on)
    return _row("treatment", row.id, [row.kind, row.ending], days).where(row.episode_id == EPISODE, live(row))


def _courses() -> Rows:
    return _row("course", Course.root_id, [Course.drug], [Course.first_dose_on, Course.ended_on]).where(
        Course.episode_id == EPISODE, live(Course)
    )


def _prescriptions() -> Rows:
    """What was prescribed and neither cancelled nor used up."""
    paper, said = Prescription, PrescriptionEvent
    last = (
        select(said.status)
        .where(said.prescription_id == paper.id, live(said))
        .order_by(said.recorded_at.desc(), said.id.desc())
        .limit(1)
        .correlate(paper)
        .scalar_subquery()
    )
    return (
        _row("prescription", paper.id, [Course.drug, paper.serial], [paper.starts_on, paper.ends_on])
        .join(Course, Course.id == paper.course_id)
        .where(
            Course.episode_id == EPISODE,
            live(paper),
            paper.ends_on >= ON,
            func.coalesce(last, paper.status) == PrescriptionStatus.ISSUED.value,
        )
    )


def _keyworker() -> Rows:
    return _row("keyworker", Worker.id, [Worker.name], []).where(Worker.id == KEYWORKER)


def _episodes() -> Rows:
    person = aliased(Client)
    return (
        _row("episode", Episode.id, [Service.name], [Episode.referred_on, Episode.closed_on])
        .join(Service, Service.id == Episode.service_id)
        .join(person, person.id == Episode.client_id)
        .where(
            person.root_id == CLIENT,
            Episode.service_id.in_(SERVICES),
            live(Episode),
        )
    )


def _sent() -> Rows:
    """Referrals to other services."""
    return _row("sent", Transfer.id, [Transfer.sent_to, Transfer.basis], [Transfer.sent_on]).where(
        Transfer.episode_id == EPISODE, live(Transfer)
    )


def by_kind(papers: Iterable[Paper]) -> Iterator[tuple[str, list[Paper]]]:
    """The papers of each kind, oldest first."""
    listed = list(papers)
    for kind in ("triage", "comprehensive", "risk"):
        yield kind, [paper for paper in listed if paper.kind == kind]
