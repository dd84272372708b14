"""Who comes out of prison or hospital and was not seen since; how many were seen, and treated, in time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from careplan.clients.codes import STRUCTURED, AppointmentOutcome
from careplan.clients.models import Appointment, Episode, Intervention
from careplan.clients.rules.todo import Of, whose
from careplan.contacts.codes import SEEN
from careplan.contacts.models import ContactNote
from careplan.ground.clock import london_day
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import CameOut, Pending, Rank, Todo, each
from careplan.moves.labels import RELEASES
from careplan.moves.registers import RELEASE, Release
from careplan.moves.rules import RELEASED, Pressing, Released, pressing
from careplan.staff.rules import Actor

RANKS = {
    Pressing.RED: Rank.SAFETY,
    Pressing.LATE: Rank.OVERDUE,
    Pressing.DUE: Rank.DUE,
    Pressing.COMING: Rank.OPEN,
}


def _noted() -> Any:
    row = ContactNote
    here = (row.episode_id == Release.episode_id, row.happened_on >= Release.released_on, live(row))
    return select(func.min(row.happened_on)).where(*here, row.way.in_(sorted(SEEN))).correlate(Release)


def _attended() -> Any:
    row = Appointment
    here = (row.episode_id == Release.episode_id, row.outcome == AppointmentOutcome.ATTENDED, live(row))
    since = func.date(row.starts_at) >= func.date(Release.released_on)
    return select(func.min(row.starts_at)).where(*here, since).correlate(Release)


@dataclass(frozen=True, slots=True)
class Out:
    """A release or discharge after which nobody has seen the client."""

    id: str
    kind: str
    released_on: date
    medicine: str
    covered_until: date | None


def _unseen() -> Rows:
    row = Release
    names = ("id", "kind", "released_on", "medicine", "covered_until")
    out = mark(Out, row.episode_id, row.released_on, **{name: getattr(row, name) for name in names})
    unseen = and_(_noted().scalar_subquery().is_(None), _attended().scalar_subquery().is_(None))
    return out.where(row.service_id.in_(SERVICES), live(row), unseen)


def _lines(fact: Out, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    if of.closed_on is not None or of.deceased_on is not None:
        return
    one = Released(fact.released_on, fact.medicine != "none", fact.covered_until)
    state = pressing(one, on)
    if state is None:
        return
    words = f"{RELEASES[fact.kind]}: see the client on the day"
    if state is Pressing.RED:
        words = (
            f"{RELEASES[fact.kind]}: no opioid medicine is covered any more, and nobody has seen the client"
        )
    line = of.line(
        words, fact.released_on, RANKS[state], RELEASE.endpoint("listing"), "See what is known",
        dated="comes out", of_manager=state is Pressing.RED, of_prescriber=one.medicine,
    )  # fmt: skip
    yield from whose([line], worker)


PENDING = Pending((Out,), lambda: [_unseen()], each(_lines))


def came_out(services: Collection[str], episode: Episode) -> list[CameOut]:
    """The releases and discharges of an episode by day, for whoever prescribes after them. One statement."""
    row = Release
    here = (row.episode_id == episode.root_id, row.service_id.in_(services), live(row))
    rows = select(row.kind, row.released_on, row.covered_until).where(*here)
    ordered = db.session.execute(rows.order_by(row.released_on, row.id))
    return [CameOut(kind, on, covered_until) for kind, on, covered_until in ordered]


@dataclass(frozen=True, slots=True)
class Shares:
    """Of those who came out: how many were seen, and were in structured treatment, within the days of the standard."""

    seen: int
    of_seen: int
    treated: int
    of_treated: int


def shares(services: frozenset[str], on: date) -> Shares:
    """The last twelve months, as far as the days of the standard have passed. One statement."""
    standard = RELEASED.on(on)
    row, taken = Release, Intervention
    started = select(func.min(taken.started_on)).where(
        taken.episode_id == row.episode_id,
        taken.kind.in_(sorted(STRUCTURED)),
        live(taken),
        or_(taken.ended_on.is_(None), taken.ended_on > row.released_on),
    )
    rows = (
        select(row.released_on, _noted().scalar_subquery(), _attended().scalar_subquery())
        .add_columns(started.correlate(row).scalar_subquery())
        .where(row.service_id.in_(services), live(row), row.released_on <= on)
        .where(row.released_on > on - timedelta(days=365))
        .order_by(row.released_on, row.id)
    )
    counts = [0, 0, 0, 0]
    for released_on, noted, attended, began in db.session.execute(rows):
        days = [one for one in (noted, london_day(attended) if attended else None) if one]
        for place, limit, first in (
            (0, standard.seen.days, min(days, default=None)),
            (2, standard.treated.days, began),
        ):
            if released_on + timedelta(days=limit) <= on:
                counts[place + 1] += 1
                counts[place] += first is not None and first <= released_on + timedelta(days=limit)
    return Shares(*counts)
