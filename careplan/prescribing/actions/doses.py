"""Logging what became of a dose: one row for each slot of a day; a mistake is corrected, never changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from careplan.clients.actions import raise_task
from careplan.clients.models import Episode
from careplan.ground.corrections import is_live, live, supersede
from careplan.ground.db import db
from careplan.prescribing.codes import Cause, DoseStatus, Mode, Source
from careplan.prescribing.models import DoseEvent
from careplan.prescribing.queries.courses import died_on
from careplan.prescribing.rules.courses import death_problem
from careplan.prescribing.rules.findings import Finding
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class AlreadyLogged(ValueError):
    """The slot of that day holds a dose; it can be corrected, not logged twice."""


class Died(ValueError):
    """The client had died by the day of the dose."""


class Stopped(ValueError):
    """Three or more missed days: nothing is given until the client is reassessed."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.message)
        self.found = found


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a dose. `happened`: somebody else supplied it already, so it is saved whatever the rules say."""

    on: date
    mode: Mode
    status: DoseStatus
    mg: Decimal | None
    cause: Cause | None = None
    source: Source = Source.OWN
    note: str | None = None
    happened: bool = False


GIVES = frozenset({DoseStatus.TAKEN, DoseStatus.COLLECTED, DoseStatus.PART_TAKEN, DoseStatus.VOMITED})
"""What says that the client had a dose in hand."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose dose: the course (its root id), with its episode (root id), service and client."""

    course_id: str
    episode_id: str
    service_id: str
    client_id: str


def log_dose(*, by: Actor, place: Place, given: Given, stopped: Finding | None, today: date) -> DoseEvent:
    """Log what became of a dose. Raises ValueError for a day to come, Died, Stopped or AlreadyLogged.

    It then writes nothing.
    What somebody else already supplied is saved even when stopped, and raises a task: what happened is never refused.
    """
    if given.on > today:
        raise ValueError("a dose is logged on its day or later")
    _alive(place, given)
    if stopped is not None and given.status in GIVES and not given.happened:
        raise Stopped(stopped)
    row = _row(by, place, given, stopped)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as clash:
        raise AlreadyLogged(f"{place.course_id} {given.on}") from clash
    _after(by, place, row, "dose.logged", stopped)
    return row


def correct_dose(
    *, by: Actor, place: Place, dose: DoseEvent, given: Given, reason: str, stopped: Finding | None
) -> DoseEvent:
    """Put a right entry in the place of a wrong one, with the reason; the wrong one stays, struck through.

    Raises AlreadyLogged for one corrected before, and Died when it would say that a dose was taken after death.
    """
    if given.on != dose.happened_on or not is_live(dose):
        raise AlreadyLogged(dose.id)
    if given.status in GIVES:
        _alive(place, given)
    row = _row(by, place, given, stopped)
    row.slot = dose.slot
    supersede(dose, row, reason=reason)
    _after(by, place, row, "dose.corrected", stopped)
    return row


def _alive(place: Place, given: Given) -> None:
    died = died_on(frozenset({place.service_id}), place.client_id)
    if problem := death_problem("A dose", given.on, died):
        raise Died(problem)


def _row(by: Actor, place: Place, given: Given, stopped: Finding | None) -> DoseEvent:
    words = [given.note] if given.note else []
    if stopped is not None and given.status in GIVES:
        words.append(f"{stopped.rule}: {stopped.message}")
    return DoseEvent(
        course_id=place.course_id,
        service_id=place.service_id,
        happened_on=given.on,
        slot=1,
        mode=given.mode.value,
        status=given.status.value,
        mg=given.mg,
        cause=given.cause.value if given.cause else None,
        source=given.source.value,
        note=". ".join(words) or None,
        recorded_by=by.id,
    )


def _after(by: Actor, place: Place, row: DoseEvent, action: str, stopped: Finding | None) -> None:
    write(
        action,
        by=by,
        subject=f"dose_events:{row.id}",
        service_id=place.service_id,
        client_id=place.client_id,
        detail={"course": place.course_id, "on": row.happened_on.isoformat(), "status": row.status},
    )
    if stopped is None or DoseStatus(row.status) not in GIVES:
        return
    episode = db.session.scalars(
        select(Episode).where(
            Episode.root_id == place.episode_id,
            Episode.service_id == place.service_id,
            live(Episode),
        )
    ).one()
    words = f"A dose was supplied on {row.happened_on:%d-%b-%Y} after {stopped.message}"
    raise_task(
        by=by, episode=episode, kind="incident", source=f"dose:{row.id}", words=words, due_on=row.happened_on
    )
