"""What notes and appointments leave for whoever keeps the client."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from careplan.assessment.models import Assessment
from careplan.clients.codes import AppointmentOutcome
from careplan.clients.labels import PURPOSES
from careplan.clients.models import Appointment
from careplan.clients.queries.pending import WORKERS, kept_open
from careplan.clients.rules.todo import Of, whose
from careplan.contacts.models import ContactNote
from careplan.contacts.queries.touch import root_ids, steps_of, unseen_since
from careplan.contacts.rules.standard import DIARY
from careplan.contacts.rules.touch import Missed, Step, position, upcoming
from careplan.ground.clock import london_day, moment_of
from careplan.ground.corrections import live
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.ground.types import Moment
from careplan.plans.labels import TOUCH_WAYS
from careplan.staff.rules import Actor
from careplan.ui.words import day


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


@dataclass(frozen=True, slots=True)
class Unnoted:
    """An appointment that was attended, of which nobody wrote a note on that day."""

    id: str
    starts_at: datetime
    purpose: str
    worker_id: str | None


NOTED = ("keywork", "group", "other")
"""What asks for a note; the others have a record of their own: an assessment, a review, a prescribing review."""


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A client of the worker who did not attend and was not seen since (`rules/touch.Missed`)."""

    appointment_id: str
    starts_at: datetime
    times: int


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
        or_(row.worker_id.in_(WORKERS), row.worker_id.is_(None)),
    )


def _unnoted() -> Rows:
    row, note = Appointment, ContactNote
    columns = {name: getattr(row, name) for name in ("starts_at", "purpose", "worker_id")}
    written = and_(
        note.episode_id == row.episode_id,
        or_(note.appointment_id == row.root_id, note.happened_on == func.date(row.starts_at)),
        live(note),
    )
    return mark(Unnoted, row.episode_id, id=row.root_id, **columns).where(
        row.service_id.in_(SERVICES),
        row.starts_at >= SINCE,
        row.outcome == AppointmentOutcome.ATTENDED.value,
        row.purpose.in_(NOTED),
        live(row),
        ~select(note.id).where(written).exists(),
        or_(row.worker_id.in_(WORKERS), row.worker_id.is_(None)),
    )


def _not_seen() -> Rows:
    lost = unseen_since(ON).where(Appointment.episode_id.in_(kept_open())).subquery().c
    columns = {"appointment_id": lost.root_id, "starts_at": lost.starts_at, "times": lost.times}
    return mark(NotSeen, lost.episode_id, **columns).where(lost.nth == 1)


def _touch(rows: Sequence[tuple[Any, Any]], _worker: Actor, on: date) -> Iterator[Todo]:
    """The next step of each client who slips away, with its day."""
    mine = [(fact, of) for fact, of in rows if of.deceased_on is None]
    roots = root_ids(of.episode_id for _, of in mine)
    missed = {
        of.episode_id: Missed(
            roots[of.episode_id], fact.appointment_id, london_day(fact.starts_at), fact.times
        )
        for fact, of in mine
    }
    listed = steps_of(missed.values(), on)
    for _, of in mine:
        since, steps = missed[of.episode_id], listed[roots[of.episode_id]]
        step = upcoming(steps)
        if step is not None:
            yield _step_line(of, since, steps, step, on)


def _step_line(of: Of, since: Missed, steps: Sequence[Step], step: Step, on: date) -> Todo:
    rank = Rank.OVERDUE if step.due_on < on else Rank.DUE if step.due_on == on else Rank.OPEN
    words = f"Did not attend on {day(since.on)}: {TOUCH_WAYS[step.way].lower()} ({position(steps, step)})"
    dated = "due" if step.due_on <= on else "by"
    return of.line(
        words, step.due_on, rank, "contacts.lost_touch", "See the step", dated=dated, subject="touch"
    )


def _lines(fact: RiskChanged | Unsettled | Unnoted, of: Of, worker: Actor, _on: date) -> Iterator[Todo]:
    """A closed episode or a death leaves no risk to assess; an appointment is asked for all the same."""
    if isinstance(fact, Unsettled | Unnoted):
        line = _unsettled_line(fact, of) if isinstance(fact, Unsettled) else _unnoted_line(fact, of)
        yield from [line] if fact.worker_id in worker.works_for else whose([line], worker)
    elif of.closed_on is None and of.deceased_on is None:
        words = "Risk changed in a contact, and is not assessed since"
        more = {"dated": "on", "subject": "risk_changed"}
        line = of.line(words, fact.happened_on, Rank.SAFETY, "risk.index", "Assess risk", **more)
        yield from whose([line], worker)


def _unsettled_line(fact: Unsettled, of: Of) -> Todo:
    words = f"{PURPOSES[fact.purpose]}: did the client come?"
    on, where = london_day(fact.starts_at), ("appointment_id", fact.id)
    button, more = "Record what came of it", {"dated": "on", "worker_id": fact.worker_id}
    return of.line(words, on, Rank.OVERDUE, "contacts.appointment", button, where, **more)


def _unnoted_line(fact: Unnoted, of: Of) -> Todo:
    words, on = f"{PURPOSES[fact.purpose]} was attended: no note yet", london_day(fact.starts_at)
    more = {"dated": "on", "subject": f"note_missing:{fact.id}", "worker_id": fact.worker_id}
    return of.line(words, on, Rank.OPEN, "contacts.new", "Write the note", ("appointment", fact.id), **more)


TOUCH = Pending((NotSeen,), lambda: [_not_seen()], _touch)
PENDING = Pending(
    (RiskChanged, Unsettled, Unnoted), lambda: [_changed(), _unsettled(), _unnoted()], each(_lines), values
)
