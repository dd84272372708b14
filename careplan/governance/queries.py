"""Editions and who signed them; for whom an actor may answer; answers and evidence in force, and how they came."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import aliased, undefer

from careplan.governance.codes import Level
from careplan.governance.models import Evidence, Return, StandardInForce
from careplan.governance.rules.editions import Sheet, sheets
from careplan.governance.rules.proof import Given, Proof
from careplan.governance.rules.questions import wording
from careplan.ground import gathering
from careplan.ground.corrections import live, live_until
from careplan.ground.db import db
from careplan.ground.standards import Series
from careplan.ground.types import listed
from careplan.staff.codes import Sector
from careplan.staff.models import Partnership, Provider, Service, Worker


def editions() -> dict[str, Sheet]:
    """Every edition of every room's standards that is in force from a day, by its name."""
    return {
        name: sheet
        for room in gathering.rooms()
        for series in room.standards
        if isinstance(series, Series)
        for name, sheet in sheets(series, room.name).items()
    }


def bound(services: Collection[str]) -> list[tuple[str, str, bool]]:
    """These services by name: id, name, whether they prescribe. One statement."""
    rows = select(Service.id, Service.name, Service.prescribing).where(Service.id.in_(services))
    return [(row[0], row[1], row[2]) for row in db.session.execute(rows.order_by(Service.name, Service.id))]


def sign_offs(
    services: Collection[str], key: str | None = None
) -> Sequence[tuple[StandardInForce, str, str]]:
    """Every sign-off of these services, of one standard or all, with the service's name and who recorded it.

    The latest first. One statement.
    """
    named = () if key is None else (StandardInForce.standard.startswith(f"{key}/", autoescape=True),)
    rows = db.session.execute(
        select(StandardInForce, Service.name, Worker.name)
        .join(Service, Service.id == StandardInForce.service_id)
        .outerjoin(Worker, Worker.id == StandardInForce.recorded_by)
        .where(StandardInForce.service_id.in_(services), live(StandardInForce), *named)
        .order_by(StandardInForce.recorded_at.desc(), Service.name, StandardInForce.id)
    )
    return [(row[0], row[1], row[2] or row[0].recorded_by) for row in rows]


@dataclass(frozen=True, slots=True)
class Unit:
    """A service, or a partnership of one of the actor's services."""

    level: Level
    id: str
    name: str
    prescribing: bool = True
    nhs: bool = True

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it is asked."""
        return wording().of(self.level, self.prescribing, self.nhs)

    @property
    def subject(self) -> str:
        """What the trail calls it."""
        return f"{self.level}s:{self.id}"

    @property
    def service_id(self) -> str | None:
        """Its id, if it is a service."""
        return self.id if self.level is Level.SERVICE else None

    @property
    def here(self) -> dict[str, Any]:
        """The two parts of every address below."""
        return {"level": self.level.value, "unit_id": self.id}


def units(services: frozenset[str]) -> list[Unit]:
    """The services by name, then their partnerships: whoever may answer for a service may for its partnership."""
    rows = db.session.execute(
        select(
            Service.id, Service.name, Service.prescribing, Provider.sector, Partnership.id, Partnership.name
        )
        .join(Provider, Provider.id == Service.provider_id)
        .join(Partnership, Partnership.id == Service.partnership_id)
        .where(Service.id.in_(services))
        .order_by(Service.name, Service.id)
    ).all()
    own = [Unit(Level.SERVICE, row[0], row[1], row[2], row[3] == Sector.NHS) for row in rows]
    partnerships = sorted({(row[5], row[4]) for row in rows})
    return [*own, *(Unit(Level.PARTNERSHIP, id_, name) for name, id_ in partnerships)]


def unit(services: frozenset[str], level: str, unit_id: str) -> Unit | None:
    """The unit; none outside the services and their partnerships."""
    return next((one for one in units(services) if (one.level.value, one.id) == (level, unit_id)), None)


MOST = 50
"""Answers shown in the history of a question."""


@dataclass(frozen=True, slots=True)
class Answer(Given):
    """One answer with its author; `corrected` says that another row stands in its place."""

    id: str
    recorded_at: datetime
    by: str
    reason: str | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Exhibit(Proof):
    """A document (without its bytes) or a link, who gave it and when, and whether it was withdrawn."""

    id: str
    title: str
    url: str | None
    file_name: str | None
    size: int | None
    recorded_at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_reason: str | None


def _of(model: Any, units: Sequence[Unit]) -> ColumnElement[bool]:
    partnerships = [one.id for one in units if one.level is Level.PARTNERSHIP]
    services = [one.id for one in units if one.level is Level.SERVICE]
    return or_(model.service_id.in_(services), model.partnership_id.in_(partnerships))


def _answers(units: Sequence[Unit]) -> Select[*tuple[Any, ...]]:
    row = Return
    return (
        select(row.unit_id, row.question, row.key, row.value, row.recorded_on, row.id, row.recorded_at)
        .add_columns(func.coalesce(Worker.name, row.recorded_by), row.correction_reason)
        .add_columns(not_(live(row)))
        .outerjoin(Worker, Worker.id == row.recorded_by)
        .where(_of(row, units))
        .order_by(row.recorded_on.desc(), row.recorded_at.desc(), row.id.desc())
    )


def answers(units: Sequence[Unit], question: str | None = None) -> list[Answer]:
    """The live answers of units, or to one question, the latest first."""
    statement = _answers(units).where(live(Return))
    if question is not None:
        statement = statement.where(Return.question == question)
    return [Answer(*row) for row in db.session.execute(statement)]


def history(unit: Unit, question: str) -> list[Answer]:
    """All answers to a question, corrected ones too, the latest first, at most MOST."""
    statement = _answers([unit]).where(Return.question == question).limit(MOST)
    return [Answer(*row) for row in db.session.execute(statement)]


def last_answer(unit: Unit, question: str) -> str | None:
    """The id of the answer recorded last: what a form shows as seen."""
    rows = select(Return.id).where(_of(Return, [unit]), Return.question == question)
    text: str | None = db.session.scalars(rows.order_by(Return.recorded_at.desc(), Return.id.desc())).first()
    return text


def exhibits(units: Sequence[Unit], question: str | None = None) -> list[Exhibit]:
    """The evidence of units, or for one question, withdrawn too, the latest first. No document is loaded."""
    row, who = Evidence, aliased(Worker)
    statement = (
        select(row.unit_id, row.question, row.key, row.expires_on, row.id, row.title, row.url, row.file_name)
        .add_columns(func.length(row.content), row.recorded_at)
        .add_columns(func.coalesce(Worker.name, row.recorded_by), row.withdrawn_at)
        .add_columns(func.coalesce(who.name, row.withdrawn_by, ""), row.withdrawal_reason)
        .outerjoin(Worker, Worker.id == row.recorded_by)
        .outerjoin(who, who.id == row.withdrawn_by)
        .where(_of(row, units), live(row))
        .order_by(row.recorded_at.desc(), row.id.desc())
    )
    if question is not None:
        statement = statement.where(row.question == question)
    return [Exhibit(*row) for row in db.session.execute(statement)]


def evidence(
    services: frozenset[str], evidence_id: str, *, with_content: bool = False
) -> tuple[Evidence, Unit] | None:
    """One piece of evidence with its unit; none outside the services and their partnerships."""
    statement = select(Evidence).where(Evidence.id == evidence_id, live(Evidence))
    if with_content:
        statement = statement.options(undefer(Evidence.content))
    evidence = db.session.scalars(statement).first()
    if evidence is None:
        return None
    mine = {(one.level.value, one.id): one for one in units(services)}
    of = mine.get((evidence.level, evidence.unit_id))
    return None if of is None else (evidence, of)


def given_by(ids: Collection[str], until: datetime | None = None) -> tuple[list[Given], list[Proof]]:
    """Answers and evidence of units by id, as known before a moment (none: now): for the audit. Two statements."""
    values = {"ids": sorted(ids)}
    row = Return
    answered = (
        select(row.unit_id, row.question, row.key, row.value, row.recorded_on)
        .where(listed(row.unit_id, "ids"), _live(row, until))
        .order_by(row.id)
    )
    shown = (
        select(Evidence.unit_id, Evidence.question, Evidence.key, Evidence.expires_on)
        .where(listed(Evidence.unit_id, "ids"), _live(Evidence, until), _not_withdrawn(until))
        .order_by(Evidence.id)
    )
    return _made(Given, answered, values), _made(Proof, shown, values)


def _made(kind: Any, statement: Select[*tuple[Any, ...]], values: dict[str, Any]) -> list[Any]:
    rows: Sequence[Any] = db.session.execute(statement, values).all()
    return [kind(*row) for row in rows]


def _live(model: Any, until: datetime | None) -> ColumnElement[bool]:
    """Rows that were live at the moment."""
    return live(model) if until is None else live_until(model, until)


def _not_withdrawn(until: datetime | None) -> ColumnElement[bool]:
    standing = Evidence.withdrawn_at.is_(None)
    return standing if until is None else or_(standing, Evidence.withdrawn_at >= until)
