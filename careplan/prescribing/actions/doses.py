"""Logging what became of a dose: one row for each slot of a day; a mistake is corrected, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from careplan.clients.actions import raise_task
from careplan.clients.models import Episode
from careplan.ground.corrections import is_live, live, supersede
from careplan.ground.db import db
from careplan.prescribing.actions.deviations import deviated, put_right
from careplan.prescribing.codes import Cause, DoseStatus, Mode, Source
from careplan.prescribing.models import DoseEvent
from careplan.prescribing.queries.courses import died_on
from careplan.prescribing.rules.courses import death_problem
from careplan.prescribing.rules.findings import Finding, explains
from careplan.prescribing.rules.giving import GIVES, TOLD, Doubt
from careplan.prescribing.rules.standard import standard
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class AlreadyLogged(ValueError):
    """The slot of that day holds a dose; it can be corrected, not logged twice."""


class Died(ValueError):
    """The client had died by the day of the dose."""


class Stopped(ValueError):
    """Three or more missed days: nothing is given until the client is reassessed."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Doubted(ValueError):
    """Something about the dose is looked at once more, and saved with a reason."""

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        super().__init__("; ".join(one.words for one in doubts))
        self.doubts = tuple(doubts)


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a dose. `happened`: it was supplied already, so it is saved whatever the rules say.

    `until` is the last day that was handed out, where that is not what the week says; `because` answers what is
    asked about the dose.
    """

    on: date
    mode: Mode
    status: DoseStatus
    mg: Decimal | None
    cause: Cause | None = None
    source: Source = Source.OWN
    note: str | None = None
    happened: bool = False
    until: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose dose: the course (its root id), with its episode (root id), service and client."""

    course_id: str
    episode_id: str
    service_id: str
    client_id: str


def log_dose(
    *,
    by: Actor,
    place: Place,
    given: Given,
    stopped: Finding | None,
    today: date,
    doubts: Sequence[Doubt] = (),
) -> DoseEvent:
    """Log what became of a dose. Raises ValueError for a day to come, Died, Stopped, Doubted or AlreadyLogged.

    It then writes nothing.
    What somebody else already supplied is saved even when stopped, and raises a task: what happened is never refused.
    """
    if given.on > today:
        raise ValueError("a dose is logged on its day or later")
    _alive(place, given)
    _answered(given, doubts)
    if stopped is not None and given.status in GIVES and not given.happened:
        raise Stopped(stopped)
    row = _row(by, place, given, stopped, doubts)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as clash:
        raise AlreadyLogged(f"{place.course_id} {given.on}") from clash
    _after(by, place, row, "dose.logged", stopped)
    _tell(by, place, row, given, doubts)
    return row


def correct_dose(
    *,
    by: Actor,
    place: Place,
    dose: DoseEvent,
    given: Given,
    reason: str,
    stopped: Finding | None,
    doubts: Sequence[Doubt] = (),
) -> DoseEvent:
    """Put a right entry in the place of a wrong one, with the reason; the wrong one stays, struck through.

    Raises AlreadyLogged for one corrected before, Died when it would say that a dose was taken after death, Doubted.
    """
    if given.on != dose.happened_on or not is_live(dose):
        raise AlreadyLogged(dose.id)
    if given.status in GIVES:
        _alive(place, given)
    _answered(given, doubts)
    row = _row(by, place, given, stopped, doubts)
    row.slot = dose.slot
    supersede(dose, row, reason=reason)
    _after(by, place, row, "dose.corrected", stopped)
    if not _tell(by, place, row, given, doubts):
        put_right(by=by, episode=_episode(place), dose=row)
    return row


def _tell(by: Actor, place: Place, row: DoseEvent, given: Given, doubts: Sequence[Doubt]) -> bool:
    """Whether the prescriber is told that another amount than ordered was given, or a depot to take home."""
    told = [one for one in doubts if one.rule in TOLD]
    if not told:
        return False
    amount = Doubt(told[0].rule, ". ".join(one.words for one in told), any(one.above for one in told))
    episode, corrects = _episode(place), row.corrects is not None
    deviated(by=by, episode=episode, dose=row, amount=amount, because=given.because, corrects=corrects)
    return True


def _answered(given: Given, doubts: Sequence[Doubt]) -> None:
    if doubts and not explains(given.because, standard(given.on)):
        raise Doubted(doubts)


def _alive(place: Place, given: Given) -> None:
    died = died_on(frozenset({place.service_id}), place.client_id)
    if problem := death_problem("A dose", given.on, died):
        raise Died(problem)


def _why(given: Given, stopped: Finding | None, doubts: Sequence[Doubt]) -> str | None:
    """What the rules said about the dose, and the worker's answer."""
    stop = [stopped] if stopped is not None and given.status in GIVES else []
    words = [f"{one.rule}: {one.message}" for one in stop]
    words += [f"{one.rule}: {one.words}" for one in doubts if one.rule not in {rule.rule for rule in stop}]
    words += [f"Reason: {given.because.strip()}"] if doubts else []
    return ". ".join(words) or None


def _row(
    by: Actor, place: Place, given: Given, stopped: Finding | None, doubts: Sequence[Doubt]
) -> DoseEvent:
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
        note=given.note or None,
        covers_until=given.until,
        because=_why(given, stopped, doubts),
        recorded_by=by.id,
    )


def _after(by: Actor, place: Place, row: DoseEvent, action: str, stopped: Finding | None) -> None:
    write(
        action,
        by=by,
        subject=f"dose_events:{row.id}",
        of=place,
        detail={"course": place.course_id, "on": row.happened_on.isoformat(), "status": row.status},
    )
    if stopped is None or DoseStatus(row.status) not in GIVES:
        return
    words = f"A dose was supplied on {row.happened_on:%d-%b-%Y} after {stopped.message}"
    source = f"dose:{row.id}"
    raise_task(
        by=by, episode=_episode(place), kind="incident", source=source, words=words, due_on=row.happened_on
    )


def _episode(place: Place) -> Episode:
    return db.session.scalars(
        select(Episode).where(
            Episode.root_id == place.episode_id,
            Episode.service_id == place.service_id,
            live(Episode),
        )
    ).one()
