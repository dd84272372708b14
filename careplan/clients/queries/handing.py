"""Who keeps which client, whose keyworker is gone, and who waits for another one to accept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.codes import Priority
from careplan.clients.models import Client, Episode, HandOver, KeyworkerSince
from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import ON, SERVICES
from careplan.ground.offers import Load
from careplan.ground.reading import read
from careplan.staff.codes import CLINICAL
from careplan.staff.models import Membership, Worker


@dataclass(frozen=True, slots=True)
class Kept:
    """An open episode and its keyworker; `here`: the keyworker can sign in and has a role at the service today.

    `waits_for`: the name of who has not answered yet whether they take it.
    """

    episode_id: str
    name: str
    birth: Birth
    service_id: str
    referred_on: date
    keyworker_id: str | None
    keyworker: str
    here: bool
    waits_for: str | None = None
    root_id: str = ""


def kept(services: frozenset[str], on: date) -> list[Kept]:
    """Every open episode of the services, by name. One statement."""
    return _read(_every(), services, on)


def _read(statement: Select[Any], services: frozenset[str], on: date) -> list[Kept]:
    return [kept_of(*row) for row in read(statement, {"services": sorted(services), "on": on})]


def living(services: frozenset[str], on: date) -> list[Kept]:
    """Those of them whose client lives. One statement."""
    return _read(_alive(), services, on)


@cache
def _alive() -> Select[Any]:
    return keeping(Client.deceased_on.is_(None))


@cache
def _every() -> Select[Any]:
    return keeping()


def keeping(*which: ColumnElement[bool]) -> Select[Any]:
    """Open episodes of `SERVICES` with who keeps them on `ON`, by name, on conditions of `Episode` and `Client`.

    Who asks builds it once: building it takes longer than running it.
    """
    named, asked = aliased(Client), aliased(Worker)
    return (
        select(Episode.id, Client.first_name, Client.last_name, Client.date_of_birth, Client.birth_known)
        .add_columns(Episode.service_id, Episode.referred_on, Episode.keyworker_id, Episode.root_id)
        .add_columns(Worker.name.label("keyworker"), keeps(ON).label("here"), asked.name.label("asked"))
        .join(named, named.id == Episode.client_id)
        .join(Client, Client.root_id == named.root_id)
        .outerjoin(Worker, Worker.id == Episode.keyworker_id)
        .outerjoin(HandOver, and_(HandOver.episode_id == Episode.root_id, waits()))
        .outerjoin(asked, asked.id == HandOver.to_worker_id)
        .where(Episode.service_id.in_(SERVICES), Episode.closed_on.is_(None), live(Episode), live(Client))
        .where(*which)
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), Episode.id)
    )


def kept_of(id_: str, first: str, last: str, born: date, birth_known: str, *more: Any) -> Kept:
    """The episode of a row that a statement made by `keeping` finds, from its columns in their order."""
    service_id, referred_on, keyworker_id, root_id, keyworker, here, asked = more
    name, birth = listed_name(first, last), Birth(born, birth_known)
    own = (service_id, referred_on, keyworker_id, keyworker or "", bool(here), asked, root_id)
    return Kept(id_, name, birth, *own)


def waits() -> ColumnElement[bool]:
    """SQL condition: nobody has answered the hand-over."""
    return and_(HandOver.answer.is_(None), live(HandOver))


def keeps(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """SQL condition: the episode's keyworker can sign in and may hold a caseload at its service on the day."""
    return (
        select(Membership.worker_id)
        .join(Worker, Worker.id == Membership.worker_id)
        .where(
            Membership.worker_id == Episode.keyworker_id,
            Membership.service_id == Episode.service_id,
            Membership.role.in_(CLINICAL),
            and_(Membership.from_on <= on, or_(Membership.until_on.is_(None), Membership.until_on > on)),
            live(Membership),
            Worker.disabled_at.is_(None),
        )
        .exists()
    )


def kept_by(worker_id: str) -> Sequence[Episode]:
    """The open episodes that a worker keeps, at whatever service, locked until the transaction ends.

    For closing the account, which shows none of them.
    """
    return db.session.scalars(
        select(Episode)
        .where(Episode.keyworker_id == worker_id, Episode.closed_on.is_(None), live(Episode))
        .order_by(Episode.id)
        .with_for_update(key_share=True)
    ).all()


def kept_by_number(worker_id: str) -> int:
    """How many open episodes a worker keeps: the one thing that an administrator reads of them."""
    count = select(func.count()).select_from(Episode)
    mine = (Episode.keyworker_id == worker_id, Episode.closed_on.is_(None), live(Episode))
    return db.session.scalar(count.where(*mine)) or 0


def open_episodes(services: frozenset[str], ids: Collection[str]) -> Sequence[Episode]:
    """Those of the episodes that are open at the services, as they stand now, locked until the transaction ends."""
    return db.session.scalars(
        select(Episode)
        .where(
            Episode.id.in_(ids), Episode.service_id.in_(services), Episode.closed_on.is_(None), live(Episode)
        )
        .order_by(Episode.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def kept_here(ids: Collection[str], on: date) -> set[str]:
    """Those of the episodes (by id) whose keyworker can sign in and has a role at the service on the day."""
    return set(
        db.session.scalars(select(Episode.id).where(Episode.id.in_(ids), keeps(on)).order_by(Episode.id))
    )


def waiting_of(roots: Collection[str]) -> Sequence[HandOver]:
    """The hand-overs of these episodes (by root id) that nobody has answered."""
    rows = select(HandOver).where(HandOver.episode_id.in_(roots), waits())
    return db.session.scalars(rows.order_by(HandOver.id)).all()


def waiting_to(worker_id: str) -> list[tuple[HandOver, Episode]]:
    """What a worker was asked to take and has not answered, at whatever service: for closing the account."""
    return _answerable(HandOver.to_worker_id == worker_id)


def answerable(ids: Collection[str]) -> list[tuple[HandOver, Episode]]:
    """Those of the hand-overs that still wait, each with its open episode, both held until the transaction ends."""
    return _answerable(HandOver.id.in_(ids))


def _answerable(which: ColumnElement[bool]) -> list[tuple[HandOver, Episode]]:
    rows = (
        select(HandOver, Episode)
        .join(Episode, and_(Episode.root_id == HandOver.episode_id, live(Episode)))
        .where(which, waits(), Episode.closed_on.is_(None))
        .order_by(HandOver.id)
        .with_for_update(key_share=True)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


@dataclass(frozen=True, slots=True)
class Offered:
    """A hand-over that waits, with the client and the names of who keeps, who is asked and who asked."""

    row: HandOver
    episode_id: str
    client: str
    keyworker: str
    to: str
    by: str


def offered(services: frozenset[str], *more: ColumnElement[bool]) -> list[Offered]:
    """The hand-overs at these services that wait for an answer, by the client's name. One statement."""
    named, keeper, asked, asker = aliased(Client), aliased(Worker), aliased(Worker), aliased(Worker)
    rows = (
        select(HandOver, Episode.id, Client.first_name, Client.last_name, keeper.name, asked.name, asker.name)
        .join(Episode, and_(Episode.root_id == HandOver.episode_id, live(Episode)))
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .outerjoin(keeper, keeper.id == Episode.keyworker_id)
        .join(asked, asked.id == HandOver.to_worker_id)
        .outerjoin(asker, asker.id == HandOver.recorded_by)
        .where(HandOver.service_id.in_(services), waits(), Episode.closed_on.is_(None), *more)
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), HandOver.id)
    )
    return [
        Offered(row[0], row[1], listed_name(row[2], row[3]), row[4] or "Nobody", row[5], row[6] or "careplan")
        for row in db.session.execute(rows)
    ]


def spells_of(roots: Collection[str]) -> dict[str, list[KeyworkerSince]]:
    """Who kept these episodes (by root id) from which day on, in order; none where it never changed."""
    rows = select(KeyworkerSince).where(KeyworkerSince.episode_id.in_(roots), live(KeyworkerSince))
    ordered = rows.order_by(KeyworkerSince.from_on, KeyworkerSince.recorded_at, KeyworkerSince.id)
    spells: dict[str, list[KeyworkerSince]] = {}
    for one in db.session.scalars(ordered):
        spells.setdefault(one.episode_id, []).append(one)
    return spells


def of_root(episode: Episode) -> tuple[ColumnElement[bool], ...]:
    """SQL condition: hand-overs of the episode."""
    return (HandOver.episode_id == episode.root_id,)


def handed(services: frozenset[str], hand_over_id: str) -> HandOver | None:
    """A hand-over at one of the services, answered or not."""
    rows = select(HandOver).where(HandOver.id == hand_over_id, HandOver.service_id.in_(services))
    one: HandOver | None = db.session.scalars(rows).first()
    return one


def of_priority() -> Select[str]:
    """The root ids of episodes of a priority group."""
    first = (Episode.priority.is_not(None), Episode.priority != Priority.NONE.value)
    return select(Episode.root_id).where(Episode.service_id.in_(SERVICES), live(Episode), *first)


LOADS = (Load("priority", "Priority group", of_priority),)
