"""What the record holds of a client's health that a dose depends on: one statement, whatever it is made of."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import CompoundSelect, Integer, Text, func, type_coerce, union_all

from careplan.assessment.models import Answer, Assessment, ToolResult
from careplan.clients.models import Episode
from careplan.clients.registers.rows import of_client
from careplan.ground.corrections import live
from careplan.ground.marks import CLIENT, EPISODE, ON, SERVICES, Rows, mark, reader
from careplan.ground.reading import read
from careplan.ground.types import parsed
from careplan.harm_reduction.registers import NALOXONE, BbvEvent, NaloxoneSupply
from careplan.medicines.queries import ever
from careplan.medicines.rules import Medicine
from careplan.outcomes.registers import DrugTest
from careplan.prescribing.codes import Drug
from careplan.prescribing.models import Course, DoseEvent
from careplan.prescribing.registers import Ecg, LiverTest, PrescribingReview
from careplan.prescribing.rules import health as rules
from careplan.prescribing.rules.facts import COVERS

ITEMS = (
    *(rules.MEDICATION, "physical_conditions", "pregnancy_possible", "pregnancy_status"),
    *("safe_storage", "children_under_18"),
)
"""The items of the checklists that a rule of this room reads."""
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class _Told:
    item: str
    value: str
    day: date


@dataclass(frozen=True, slots=True)
class _Liver:
    day: date
    times: int | None
    severe: bool | int | None


@dataclass(frozen=True, slots=True)
class _Test:
    day: date
    results: str


@dataclass(frozen=True, slots=True)
class _Dose:
    drug: Drug
    day: date
    mg: int | None


FACTS = (
    rules.Ecg,
    rules.Withdrawal,
    rules.Review,
    rules.Naloxone,
    rules.Virus,
    Medicine,
    _Told,
    _Liver,
    _Test,
    _Dose,
)


def health(services: frozenset[str], episode: Episode, on: date) -> rules.Health:
    """All of it as it stands on the day. One statement."""
    values = {"services": sorted(services), "episode": episode.root_id, "client": episode.client.root_id}
    make = reader(FACTS)
    rows = sorted(
        read(_everything(), values | {"on": on}), key=lambda row: (row[2] or date.min, row[1]), reverse=True
    )
    every = [make(row[0], row[3]) for row in rows]

    def of(kind: type[F]) -> tuple[F, ...]:
        return tuple(one for one in every if isinstance(one, kind))

    return rules.Health(
        sex=episode.client.sex,
        ecgs=of(rules.Ecg),
        livers=tuple(rules.LiverTest(one.day, _mg(one.times), _yes(one.severe)) for one in of(_Liver)),
        told=_latest(of(_Told)),
        withdrawal=of(rules.Withdrawal),
        reviews=of(rules.Review),
        tests=tuple(rules.DrugTest(one.day, json.loads(one.results)) for one in of(_Test)),
        naloxone=of(rules.Naloxone),
        viruses=of(rules.Virus),
        medicines=of(Medicine),
        doses=tuple(rules.LastDose(one.drug, one.day, _mg(one.mg)) for one in of(_Dose)),
    )


def _mg(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100


def _yes(value: bool | int | None) -> bool | None:
    return None if value is None else bool(value)


def _latest(told: tuple[_Told, ...]) -> dict[str, rules.Told]:
    return {one.item: rules.Told(one.item, parsed(one.value), one.day) for one in reversed(told)}


@cache
def _everything() -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(*_branches())


def _branches() -> Iterator[Rows]:
    yield from (
        _ecgs(),
        _livers(),
        _told(),
        _withdrawal(),
        _reviews(),
        _tests(),
        _kits(),
        _viruses(),
        _doses(),
        ever(),
    )


def _here(row: Any) -> tuple[Any, ...]:
    return row.episode_id == EPISODE, row.service_id.in_(SERVICES), live(row)


def _ecgs() -> Rows:
    row = Ecg
    one = mark(rules.Ecg, row.id, row.taken_on, day=row.taken_on, qtc=row.qtc)
    return one.where(*_here(row), row.taken_on <= ON)


def _livers() -> Rows:
    row = LiverTest
    times = type_coerce(row.times, Integer)
    one = mark(_Liver, row.id, row.taken_on, day=row.taken_on, times=times, severe=row.severe)
    return one.where(*_here(row), row.taken_on <= ON)


def _told() -> Rows:
    """Answers of the episode's assessments; a copy that nobody confirmed says nothing of this stay."""
    row = Answer
    on = func.coalesce(row.confirmed_on, row.brought_on, Assessment.completed_on, Assessment.started_on)
    one = mark(_Told, row.id, on, item=row.item, value=type_coerce(row.value, Text), day=on)
    one = one.join(Assessment, Assessment.root_id == row.assessment_id)
    given = (live(row), row.status == "answered", row.item.in_(ITEMS))
    copied = row.carried_from.is_(None) | row.confirmed_on.is_not(None)
    return one.where(*_here(Assessment), *given, copied)


def _withdrawal() -> Rows:
    row = ToolResult
    hours = {"since_opioid": row.since_opioid, "since_dose": row.since_dose}
    one = mark(rules.Withdrawal, row.id, row.done_on, day=row.done_on, total=row.total, **hours)
    return one.where(*_here(row), row.tool == "cows", row.total.is_not(None), row.done_on <= ON)


def _reviews() -> Rows:
    row = PrescribingReview
    one = mark(rules.Review, row.id, row.reviewed_on, day=row.reviewed_on)
    return one.where(*_here(row), row.way == "face_to_face", row.reviewed_on <= ON)


def _tests() -> Rows:
    row = DrugTest
    one = mark(_Test, row.id, row.taken_on, day=row.taken_on, results=type_coerce(row.results, Text))
    return one.where(*_here(row), row.taken_on <= ON)


def _kits() -> Rows:
    row = NaloxoneSupply
    one = mark(rules.Naloxone, row.id, row.happened_on, day=row.happened_on, expires_on=row.expires_on)
    return one.where(of_client(NALOXONE, CLIENT), live(row), row.happened_on <= ON)


def _viruses() -> Rows:
    row = BbvEvent
    one = mark(rules.Virus, row.id, row.happened_on, day=row.happened_on, kind=row.kind)
    return one.where(*_here(row), row.happened_on <= ON)


def _doses() -> Rows:
    """The last days on which a dose of each drug was given: one row for each course and amount."""
    row, given = DoseEvent, [status.value for status in COVERS]
    last, mg = func.max(row.happened_on), type_coerce(row.mg, Integer)
    one = mark(_Dose, func.max(row.id), last, drug=Course.drug, day=last, mg=mg)
    one = one.join(Course, Course.id == row.course_id)
    return one.where(*_here(Course), live(row), row.status.in_(given)).group_by(Course.drug, mg)
