"""Assessments of an episode, and one of them with its answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ScalarSelect, Select, Text, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.codes import Kind, Status
from careplan.assessment.models import Answer, Assessment, ChecklistChoice
from careplan.assessment.rules.carrying import Beside
from careplan.assessment.rules.saved import SavedAnswer
from careplan.checklists.codes import Fact
from careplan.checklists.queries import bank, lineages
from careplan.checklists.rules.asked import Given, Sitting
from careplan.checklists.rules.bank import Bank
from careplan.checklists.rules.visits import VISITS, visit_days
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.reading import load
from careplan.ground.types import json_object, listed, parsed
from careplan.staff.models import Worker


@dataclass(frozen=True, slots=True)
class Line:
    """One assessment in the list of an episode: who made it, and how many questions were asked."""

    row: Assessment
    worker: str
    answers: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """An assessment with its answers, and what the service's form leaves out.

    `beside`, known when the sheet was opened to be written: the episode's other open assessments.
    """

    assessment: Assessment
    worker: str
    hidden: frozenset[str]
    saved: Mapping[str, SavedAnswer]
    beside: tuple[Beside, ...] | None = None

    @property
    def id(self) -> str:
        """The id its answers hang on: the first row of the chain."""
        return self.assessment.root_id

    @property
    def kind(self) -> Kind:
        """Triage, comprehensive or risk."""
        return Kind(self.assessment.kind)

    @property
    def bank(self) -> Bank:
        """The edition it is made against."""
        return bank(self.assessment.edition)

    @property
    def given(self) -> dict[str, Given]:
        """The answers alone."""
        return {item: current.given for item, current in self.saved.items()}

    @property
    def asks_visits(self) -> bool:
        """Whether the form asks when and with whom it was held."""
        return VISITS in self.bank.items and VISITS not in self.hidden

    def days(self, on: date) -> tuple[date, date]:
        """The first and the last day on which it was held, as its visits say; without them from the start to `on`."""
        days = [one for one in visit_days(self.given) if one <= on]
        return (
            (min(days[0], self.assessment.started_on), days[-1]) if days else (self.assessment.started_on, on)
        )

    def sitting(self, on: date, facts: Collection[Fact] = ()) -> Sitting:
        """As the rules judge it: on the day it was completed; while open, on the day given."""
        day = self.assessment.completed_on or on
        return Sitting(self.bank, self.kind, day, max(on, day), self.given, facts)


def assessments(services: frozenset[str], episode_id: str) -> list[Line]:
    """The episode's live assessments of all kinds, the latest first. `episode_id`: the root of the episode."""
    answers = (
        select(func.count())
        .where(Answer.assessment_id == Assessment.root_id, Answer.status != Status.NOT_ASKED, live(Answer))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Assessment, func.coalesce(Worker.name, Assessment.recorded_by), answers)
        .outerjoin(Worker, Worker.id == Assessment.worker_id)
        .where(
            Assessment.episode_id == episode_id,
            Assessment.service_id.in_(services),
            live(Assessment),
        )
        .order_by(Assessment.started_on.desc(), Assessment.recorded_at.desc(), Assessment.id.desc())
    )
    return [Line(*row) for row in rows]


def sheet(
    services: frozenset[str], episode: Episode, assessment_id: str, *, lock: bool = False
) -> Sheet | None:
    """The assessment with all its answers in one statement, or None outside the episode; `lock` to write it."""
    named = {"services": sorted(services), "episode": episode.root_id, "assessment": assessment_id}
    every = load(_statement(lock), named)
    row = next((row for row in every if row[0].id == assessment_id), None)
    if row is None:
        return None
    hidden = frozenset((row[2] or "").split())
    saved = {one.item: one.saved() for one in _READER.decode(row[3])}
    beside = tuple(_beside(other[0], other[3]) for other in every if other is not row) if lock else None
    return Sheet(row[0], row[1], hidden, saved, beside)


def _beside(one: Assessment, answers: str) -> Beside:
    rows = (answer for answer in _READER.decode(answers) if answer.status is not Status.NOT_ASKED)
    holds = {answer.item: (answer.source or answer.brought_by, answer.firm) for answer in rows}
    return Beside(one.root_id, Kind(one.kind), one.edition, holds, one.worker_id or "")


class _Answer(msgspec.Struct):
    """An answer as the database writes it in JSON; `value` is JSON again."""

    item: str
    slot: int
    status: Status
    value: str | None
    need: bool | int | None
    saved_at: datetime
    source: str | None
    confirmed_on: date | None
    carried_on: date | None
    teller: str | None
    brought_by: str | None

    @property
    def firm(self) -> bool:
        """Whether somebody confirmed a copy on a later day than that from which it counts."""
        on = self.confirmed_on
        return on is not None and (self.carried_on is None or on > self.carried_on)

    def saved(self) -> SavedAnswer:
        """As the record holds it."""
        given = Given(self.status, parsed(self.value), self.carried_on, self.confirmed_on)
        at = self.saved_at
        saved_at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        need = None if self.need is None else bool(self.need)
        teller, brought = self.brought_by or self.teller or "", self.brought_by or ""
        return SavedAnswer(given, need, saved_at, self.source, teller, self.slot, brought)


_READER = msgspec.json.Decoder(list[_Answer])


def _answers() -> ScalarSelect[str]:
    """The answers of an assessment as a list in JSON: as rows, each would bring the assessment's own columns along."""
    source, teller = aliased(Assessment), aliased(Worker)
    one = json_object(
        item=Answer.item,
        slot=Answer.slot,
        status=Answer.status,
        value=Answer.value,
        need=Answer.need,
        saved_at=Answer.recorded_at,
        source=Answer.carried_from,
        brought_by=Answer.brought_by,
        confirmed_on=Answer.confirmed_on,
        carried_on=func.coalesce(source.completed_on, source.started_on, Answer.brought_on),
        teller=teller.name,
    )
    every = func.coalesce(func.aggregate_strings(cast(one, Text), ","), "")
    return (
        select(literal("[") + every + literal("]"))
        .outerjoin(source, source.id == Answer.carried_from)
        .outerjoin(teller, teller.id == source.worker_id)
        .where(Answer.assessment_id == Assessment.root_id, live(Answer))
        .correlate(Assessment)
        .scalar_subquery()
    )


@cache
def _statement(lock: bool) -> Select[*tuple[Any, ...]]:
    """Built once: putting it together takes longer than running it. To write, all open assessments are read."""
    keeper, this = aliased(Worker), Assessment.id == bindparam("assessment")
    statement = (
        select(Assessment, func.coalesce(keeper.name, Assessment.recorded_by), left_out(), _answers())
        .outerjoin(keeper, keeper.id == Assessment.worker_id)
        .where(
            or_(this, Assessment.completed_on.is_(None)) if lock else this,
            Assessment.episode_id == bindparam("episode"),
            listed(Assessment.service_id, "services"),
            live(Assessment),
        )
    )
    return statement.with_for_update(of=Assessment) if lock else statement


def left_out() -> ScalarSelect[Any]:
    """Within a statement over assessments: what the service had taken out of the form by the day each started."""
    return (
        select(ChecklistChoice.hidden)
        .where(
            ChecklistChoice.service_id == Assessment.service_id,
            ChecklistChoice.checklist == Assessment.kind,
            or_(
                *(
                    and_(Assessment.edition == one, ChecklistChoice.edition.in_(names))
                    for one, names in lineages()
                )
            ),
            ChecklistChoice.from_on <= Assessment.started_on,
            live(ChecklistChoice),
        )
        .order_by(ChecklistChoice.from_on.desc(), ChecklistChoice.edition.desc())
        .limit(1)
        .correlate(Assessment)
        .scalar_subquery()
    )
