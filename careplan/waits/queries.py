"""Waits of the worker's services: the list in pages, and long ones that nobody has reviewed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from careplan.clients.codes import Priority
from careplan.clients.labels import EXITS, KINDS, PURPOSES
from careplan.clients.models import Appointment, Client, Episode, Intervention
from careplan.clients.queries import interventions, worker_names
from careplan.clients.registers.outside import OutsideReferral
from careplan.clients.rules.names import listed_name
from careplan.clients.rules.todo import Of, whose
from careplan.ground.clock import london, london_day
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import FIRST, SERVICES, SIZE, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.ground.reading import read
from careplan.staff.models import Worker
from careplan.staff.rules import Actor
from careplan.ui.paging import page_count
from careplan.ui.words import clock, day
from careplan.waits.labels import AWAITED
from careplan.waits.registers import WAIT_REVIEWS, ReferralAnswer, WaitReview
from careplan.waits.rules import LONG_WAIT, NOT_DECIDED, Rung, State, Wait, ladder


def _of_treatment() -> Select[str, str, date]:
    """Interventions of the services that nobody offered yet."""
    row = Intervention
    unseen = and_(row.first_offered_on.is_(None), row.started_on.is_(None), row.ended_on.is_(None))
    columns = (row.episode_id.label("root_id"), row.kind.label("kind"), row.referred_on.label("referred_on"))
    return select(*columns).where(row.service_id.in_(SERVICES), live(row), unseen)


def _open() -> Any:
    """The same, and open episodes in which no intervention is recorded."""
    none = aliased(Intervention)
    undecided = select(Episode.root_id, literal(NOT_DECIDED, String), Episode.referred_on).where(
        Episode.service_id.in_(SERVICES),
        Episode.closed_on.is_(None),
        live(Episode),
        Episode.triaged_on.is_(None),
        ~exists().where(none.episode_id == Episode.root_id, live(none)),
    )
    return union_all(_of_treatment(), undecided).subquery("waits")


def _review(waits: Any) -> Any:
    """The latest day on which a wait was reviewed, or reported, since it began."""

    def latest(column: Any) -> Any:
        row = WaitReview
        here = (row.episode_id == waits.c.root_id, row.kind == waits.c.kind, live(row))
        since = row.reviewed_on >= waits.c.referred_on
        return select(func.max(column)).where(*here, since).correlate(waits).scalar_subquery()

    return latest(WaitReview.reviewed_on), latest(WaitReview.reported_on)


def _about(waits: Any) -> tuple[Any, ...]:
    """Who refers from outside, what was answered last, and the next appointment: its id and its moment."""
    outside, answer, booked = OutsideReferral, ReferralAnswer, Appointment
    newest = (answer.answered_on.desc(), answer.recorded_at.desc(), answer.id.desc())
    ahead = (booked.episode_id == waits.c.root_id, booked.outcome.is_(None), live(booked))
    reads = (
        (outside.referrer, (outside.episode_id == waits.c.root_id, live(outside)), (outside.id,)),
        (answer.answer, (answer.episode_id == waits.c.root_id, live(answer)), newest),
        (booked.root_id, ahead, (booked.starts_at, booked.id)),
        (booked.starts_at, ahead, (booked.starts_at, booked.id)),
    )
    return tuple(
        select(column).where(*where).order_by(*order).limit(1).correlate(waits).scalar_subquery()
        for column, where, order in reads
    )


KIND = bindparam("kind", type_=String)


def _here(waits: Any, of_kind: bool) -> Select[Any]:
    """What stands in the list: waits of open episodes whose clients live, of one kind or of all."""
    named = aliased(Client)
    rows = (
        select(Episode.id, Episode.service_id, Client.first_name, Client.last_name, waits.c.kind)
        .add_columns(waits.c.referred_on, Episode.priority)
        .select_from(waits)
        .join(Episode, and_(Episode.root_id == waits.c.root_id, live(Episode)))
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .where(Episode.service_id.in_(SERVICES), Episode.closed_on.is_(None), Client.deceased_on.is_(None))
    )
    return rows.where(waits.c.kind == KIND) if of_kind else rows


@cache
def _count(of_kind: bool) -> Select[int]:
    """Built once, as is `_listed`: building them takes longer than running them."""
    return select(func.count().label("waits")).select_from(_here(_open(), of_kind).subquery())


@cache
def _listed(of_kind: bool) -> Select[Any]:
    waits = _open()
    late = case((func.coalesce(Episode.priority, Priority.NONE.value) == Priority.NONE.value, 1), else_=0)
    return (
        _here(waits, of_kind)
        .add_columns(Worker.name, *_review(waits), *_about(waits))
        .outerjoin(Worker, Worker.id == Episode.keyworker_id)
        .order_by(late, waits.c.referred_on, Episode.id, waits.c.kind)
        .limit(SIZE)
        .offset(FIRST)
    )


def page(
    services: frozenset[str], kind: str | None, number: int, size: int
) -> tuple[list[Wait], int, int, int]:
    """One page of the waits, priority groups first, then the longest; its number, how many pages, how many waits.

    Two statements.
    """
    values = {"services": sorted(services), **({"kind": kind} if kind else {})}
    total = read(_count(kind is not None), values)[0].waits
    pages = page_count(total, size)
    number = min(number, pages)
    shown = read(_listed(kind is not None), values | {"size": size, "first": (number - 1) * size})
    return [_wait(*row) for row in shown], number, pages, total


def _wait(id_: str, service: str, first: str, last: str, kind: str, referred_on: date, *more: Any) -> Wait:
    return Wait(id_, service, listed_name(first, last), kind, referred_on, *more)


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """A wait that is too long and that nobody has reviewed."""

    kind: str
    referred_on: date


BEFORE = bindparam("long_wait_before", type_=Date)


def _long() -> Rows:
    """Of treatments; who waits to be seen first stands on Today already."""
    waits = _of_treatment().subquery("waits")
    row = WaitReview
    reviewed = exists().where(
        row.episode_id == waits.c.root_id,
        row.kind == waits.c.kind,
        row.reviewed_on >= waits.c.referred_on,
        live(row),
    )
    here = aliased(Episode)
    long = mark(
        Unreviewed, waits.c.root_id, waits.c.referred_on, kind=waits.c.kind, referred_on=waits.c.referred_on
    )
    return (
        long.select_from(waits)
        .join(here, and_(here.root_id == waits.c.root_id, live(here)))
        .where(
            here.service_id.in_(SERVICES), here.closed_on.is_(None), waits.c.referred_on <= BEFORE, ~reviewed
        )
    )


def _lines(fact: Unreviewed, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    if of.closed_on is None and of.deceased_on is None:
        weeks = (on - fact.referred_on).days // 7
        words = f"Waits {weeks} weeks, {AWAITED[fact.kind].lower()}: review why"
        where, button = WAIT_REVIEWS.endpoint("new"), "Review the wait"
        since = (("kind", fact.kind),)
        line = of.line(
            words, fact.referred_on, Rank.OVERDUE, where, button, *since, dated="referred", of_manager=True
        )
        yield from whose([line], worker)


def _values(on: date) -> dict[str, date]:
    return {"long_wait_before": on - timedelta(days=LONG_WAIT.on(on).review.days)}


PENDING = Pending((Unreviewed,), lambda: [_long()], each(_lines), _values)


def rungs(services: frozenset[str], episode: Episode) -> list[Rung]:
    """The states of a referral with their days and who. Five statements."""
    mine = (ReferralAnswer.episode_id == episode.root_id, ReferralAnswer.service_id.in_(services))
    answers = db.session.scalars(select(ReferralAnswer).where(*mine, live(ReferralAnswer))).all()
    offered = interventions(episode)
    booked = db.session.scalars(
        select(Appointment)
        .where(Appointment.episode_id == episode.root_id, Appointment.service_id.in_(services))
        .where(live(Appointment), Appointment.outcome.is_(None))
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(1)
    ).all()
    waits = not any(one.first_offered_on or one.started_on for one in offered)
    received_by = select(Episode.recorded_by).where(Episode.id == episode.root_id)
    every = [
        (State.RECEIVED, episode.referred_on, db.session.scalar(received_by), ""),
        *((State(one.answer), one.answered_on, one.recorded_by, _told(one)) for one in answers),
        *(
            (State.BOOKED, london_day(one.recorded_at), one.recorded_by, _when(one))
            for one in booked
            if waits
        ),
        *((State.OFFERED, one.first_offered_on, one.offered_by, KINDS[one.kind]) for one in offered),
        *((State.STARTED, one.started_on, one.started_by, KINDS[one.kind]) for one in offered),
        (State.CLOSED, episode.closed_on, episode.closed_by, EXITS.get(episode.exit_reason or "", "")),
    ]
    names = worker_names({by for _, on, by, _ in every if on and by})
    return ladder(
        Rung(state, on, names.get(by or "", by or "imported"), words) for state, on, by, words in every if on
    )


def _told(row: Any) -> str:
    return ". ".join(filter(None, (row.words, row.told and f"Told: {row.told}")))


def _when(row: Appointment) -> str:
    at = london(row.starts_at)
    return f"{PURPOSES[row.purpose]}, {day(at.date())}, {clock(at)}"


def referrer(services: frozenset[str], episode: Episode) -> Any:
    """What is written down of who referred the client from outside; None where nobody did."""
    row = OutsideReferral
    mine = (row.episode_id == episode.root_id, row.service_id.in_(services), live(row))
    return db.session.scalars(select(row).where(*mine).order_by(row.id)).first()
