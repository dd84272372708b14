"""Who did not attend and was not seen since; the steps of their plans, and what was done of them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.codes import AppointmentOutcome
from careplan.clients.models import Appointment, Client, Episode, Pause
from careplan.clients.rules.names import listed_name
from careplan.contacts.codes import SEEN
from careplan.contacts.models import ContactNote, LostTouchDone
from careplan.contacts.rules.standard import LOST_TOUCH
from careplan.contacts.rules.touch import Missed, Planned, Step, steps
from careplan.ground.clock import london_day
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import EPISODE, ON, SERVICES
from careplan.ground.reading import read
from careplan.ground.types import listed as of_ids
from careplan.plans.codes import TouchWay
from careplan.plans.labels import TOUCH_WAYS
from careplan.plans.models import CarePlan, Goal, LostTouchStep
from careplan.prescribing.models import Course
from careplan.staff.models import Worker
from careplan.ui.words import day

MOST_TRIED = 8
"""So many of the last ways that were tried are told in one line."""


def unseen_since(on: Any) -> Select[*tuple[Any, ...]]:
    """Episode, appointment and moment of every non-attendance since the client was last seen, with its number.

    Seen is: an appointment attended later, or a note of the same day or later of a contact eye to eye. A decision not
    to close begins anew, and who is away in prison, in hospital or elsewhere is not waited for.
    """
    missed, day = Appointment, func.date(Appointment.starts_at)
    came = aliased(Appointment)
    attended = (
        came.episode_id == missed.episode_id,
        came.outcome == AppointmentOutcome.ATTENDED.value,
        live(came),
    )
    noted = (
        ContactNote.episode_id == missed.episode_id,
        ContactNote.way.in_(sorted(SEEN)),
        live(ContactNote),
    )
    decided = (LostTouchDone.episode_id == missed.episode_id, LostTouchDone.way == TouchWay.CLOSE.value)
    away = (Pause.episode_id == missed.episode_id, live(Pause), Pause.from_on <= on)
    since = [
        select(came.id).where(*attended, came.starts_at > missed.starts_at),
        select(ContactNote.id).where(*noted, ContactNote.happened_on >= day),
        select(LostTouchDone.id).where(*decided, live(LostTouchDone), LostTouchDone.done_on >= day),
        select(Pause.id).where(*away, or_(Pause.until_on.is_(None), Pause.until_on > on)),
    ]
    nth = func.row_number().over(partition_by=missed.episode_id, order_by=(missed.starts_at, missed.id))
    times = func.count().over(partition_by=missed.episode_id)
    columns = (missed.episode_id, missed.root_id, missed.starts_at, nth.label("nth"), times.label("times"))
    return select(*columns).where(
        missed.outcome == AppointmentOutcome.DID_NOT_ATTEND.value,
        live(missed),
        *(~one.exists() for one in since),
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """A client who slips away: the record, who keeps it, since when, and the steps."""

    episode_id: str
    client: str
    keyworker: str
    missed: Missed
    steps: list[Step]


@cache
def _slipping(of_one: bool) -> Select[*tuple[Any, ...]]:
    """Built once, as are the three of `steps_of`: building them takes longer than running them."""
    here = Appointment.episode_id == EPISODE if of_one else Appointment.service_id.in_(SERVICES)
    lost, named = unseen_since(ON).where(here).subquery(), aliased(Client)
    return (
        select(Episode.root_id.label("root"), Episode.id, Client.first_name, Client.last_name, Worker.name)
        .add_columns(lost.c.root_id, lost.c.starts_at, lost.c.times)
        .join(lost, and_(lost.c.episode_id == Episode.root_id, lost.c.nth == 1))
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .outerjoin(Worker, Worker.id == Episode.keyworker_id)
        .where(Episode.service_id.in_(SERVICES), Episode.closed_on.is_(None), live(Episode))
        .where(Client.deceased_on.is_(None))
        .order_by(lost.c.starts_at, Episode.id)
    )


def slipping(services: frozenset[str], on: date, episode: Episode | None = None) -> list[Lost]:
    """The open records of these services, or the one, whose clients did not attend and were not seen since.

    Four statements.
    """
    values = {"services": sorted(services), "on": on, **({"episode": episode.root_id} if episode else {})}
    rows = read(_slipping(episode is not None), values)
    missed = {row.root: Missed(row.root, row.root_id, london_day(row.starts_at), row.times) for row in rows}
    listed = steps_of(missed.values(), on)
    return [
        Lost(
            row.id,
            listed_name(row.first_name, row.last_name),
            row.name or "Nobody yet",
            missed[row.root],
            listed[row.root],
        )
        for row in rows
    ]


def root_ids(episode_ids: Iterable[str]) -> dict[str, str]:
    """The first id of each episode's chain."""
    ids = list(episode_ids)
    rows = select(Episode.id, Episode.root_id).where(Episode.id.in_(ids)).order_by(Episode.id)
    return {row[0]: row[1] for row in db.session.execute(rows)} if ids else {}


def steps_of(missed: Iterable[Missed], on: date) -> dict[str, list[Step]]:
    """The steps of each of these, by episode. Three statements, none where there is nobody."""
    every = list(missed)
    if not every:
        return {}
    roots = [one.episode_id for one in every]
    own, done, courses = _own(roots, on), _done([one.appointment_id for one in every]), _on_course(roots)
    return {
        one.episode_id: steps(
            one,
            own.get(one.episode_id, ()),
            done.get(one.appointment_id, {}),
            on_course=one.episode_id in courses,
            standard=LOST_TOUCH.on(one.on),
        )
        for one in every
    }


@cache
def _of_plans() -> Select[*tuple[Any, ...]]:
    row = LostTouchStep
    goal = select(Goal.id).where(Goal.care_plan_id == CarePlan.root_id, live(Goal))
    return (
        select(CarePlan.episode_id, row.place, row.way, row.after_days, row.whom, CarePlan.version)
        .outerjoin(row, and_(row.care_plan_id == CarePlan.root_id, live(row)))
        .where(of_ids(CarePlan.episode_id, "ids"), CarePlan.agreed_on <= ON, live(CarePlan), goal.exists())
        .order_by(CarePlan.episode_id, CarePlan.version, row.place)
    )


def _own(roots: Collection[str], on: date) -> dict[str, list[Planned]]:
    """The steps of the plan that holds, by episode; none where it has none. A version without goals is no plan."""
    own: dict[str, tuple[int, list[Planned]]] = {}
    for episode_id, place, way, after_days, whom, version in read(_of_plans(), {"ids": roots, "on": on}):
        if episode_id not in own or own[episode_id][0] != version:
            own[episode_id] = (version, [])
        if place is not None:
            own[episode_id][1].append(Planned(place, TouchWay(way), after_days, whom or ""))
    return {episode_id: planned for episode_id, (_, planned) in own.items()}


@cache
def _steps_done() -> Select[*tuple[Any, ...]]:
    row = LostTouchDone
    rows = select(row.appointment_id, row.place, row.done_on)
    return rows.where(of_ids(row.appointment_id, "ids"), live(row)).order_by(row.id)


def _done(appointments: Collection[str]) -> dict[str, dict[int, date]]:
    done: dict[str, dict[int, date]] = {}
    for appointment_id, place, done_on in read(_steps_done(), {"ids": appointments}):
        done.setdefault(appointment_id, {})[place] = done_on
    return done


@cache
def _open_courses() -> Select[*tuple[Any, ...]]:
    here = (of_ids(Course.episode_id, "ids"), Course.ended_on.is_(None), live(Course))
    return select(Course.episode_id).where(*here).order_by(Course.episode_id)


def _on_course(roots: Collection[str]) -> set[str]:
    return {row.episode_id for row in read(_open_courses(), {"ids": roots})}


def exits(services: frozenset[str], episode: Episode, on: date) -> Iterator[tuple[str, str]]:
    """What was done to reach a client who was not seen since, for the steps of leaving. One statement."""
    row, lost = LostTouchDone, unseen_since(on).where(Appointment.episode_id == episode.root_id).subquery()
    mine = (row.service_id.in_(services), row.appointment_id.in_(select(lost.c.root_id)), live(row))
    rows = db.session.execute(select(row.way, row.done_on).where(*mine).order_by(row.done_on, row.id))
    tried = [f"{TOUCH_WAYS[way]} {day(on)}" for way, on in rows if way != TouchWay.CLOSE]
    if tried:
        yield "reaching", ", ".join(tried[-MOST_TRIED:])


def of_record(services: frozenset[str], episode: Episode, on: date) -> Lost | None:
    """The record's own, where its client slips away."""
    return next(iter(slipping(services, on, episode)), None)
