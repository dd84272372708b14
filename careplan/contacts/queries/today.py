"""What notes and appointments leave for whoever keeps the client."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select

from careplan.assessment.models import Assessment
from careplan.clients.labels import PURPOSES
from careplan.clients.models import Appointment
from careplan.clients.queries.pending import WORKER
from careplan.clients.rules.todo import Of, whose
from careplan.contacts.models import ContactNote
from careplan.contacts.rules.standard import DIARY
from careplan.ground.clock import london_day, moment_of
from careplan.ground.corrections import live
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.ground.types import Moment
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class RiskChanged:
    """The day of a contact in which risk changed, with no risk assessment on that day or since."""

    happened_on: date


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An appointment of an earlier day of which nobody recorded what came of it."""

    id: str
    starts_at: datetime
    purpose: str
    worker_id: str | None


SINCE, BEFORE = bindparam("unsettled_since", type_=Moment), bindparam("unsettled_before", type_=Moment)


def values(on: date) -> dict[str, Any]:
    """From which moment on, and until which, an appointment is asked for."""
    asked_for = timedelta(days=DIARY.on(on).asked_for_days)
    return {"unsettled_since": moment_of(on - asked_for), "unsettled_before": moment_of(on)}


def _changed() -> Rows:
    note, after = ContactNote, Assessment
    assessed = select(after.id).where(
        after.episode_id == note.episode_id,
        after.kind == "risk",
        after.completed_on >= note.happened_on,
        live(after),
    )
    return mark(RiskChanged, note.episode_id, note.happened_on, happened_on=note.happened_on).where(
        note.service_id.in_(SERVICES), note.risk_changed, live(note), ~assessed.exists()
    )


def _unsettled() -> Rows:
    row = Appointment
    columns = {
        "id": row.root_id,
        "starts_at": row.starts_at,
        "purpose": row.purpose,
        "worker_id": row.worker_id,
    }
    return mark(Unsettled, row.episode_id, **columns).where(
        row.service_id.in_(SERVICES),
        row.starts_at >= SINCE,
        row.starts_at < BEFORE,
        row.outcome.is_(None),
        live(row),
        or_(row.worker_id == WORKER, row.worker_id.is_(None)),
    )


def _lines(fact: RiskChanged | Unsettled, of: Of, worker: Actor, _on: date) -> Iterator[Todo]:
    """A closed episode or a death leaves no risk to assess; an appointment is asked for all the same."""
    if isinstance(fact, Unsettled):
        line = _unsettled_line(fact, of)
        yield from [line] if fact.worker_id == worker.id else whose([line], worker)
    elif of.closed_on is None and of.deceased_on is None:
        words = "Risk changed in a contact, and is not assessed since"
        more = {"dated": "on", "subject": "risk_changed"}
        line = of.line(words, fact.happened_on, Rank.SAFETY, "risk.index", "Assess risk", **more)
        yield from whose([line], worker)


def _unsettled_line(fact: Unsettled, of: Of) -> Todo:
    words = f"{PURPOSES[fact.purpose]}: did the client come?"
    on, where = london_day(fact.starts_at), ("appointment_id", fact.id)
    return of.line(
        words, on, Rank.OVERDUE, "contacts.appointment", "Record what came of it", where, dated="on"
    )


PENDING = Pending((RiskChanged, Unsettled), lambda: [_changed(), _unsettled()], each(_lines), values)
