"""How large the caseload is, and which workers cannot work yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, and_, case, func, or_, select

import careplan.clients.queries as clients
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import KEYWORKER, ON, SERVICES
from careplan.ground.reading import read
from careplan.staff.models import Membership, Worker


def caseload_sizes(services: frozenset[str], worker_id: str, on: date) -> tuple[int, int, int]:
    """How many open episodes the worker keeps, how many nobody, how many nobody who is still there. One statement."""
    (row,) = read(_sizes(), {"services": sorted(services), "keyworker": worker_id, "on": on})
    return row[0], row[1], row[2]


@cache
def _sizes() -> Select[int, int, int]:
    """Built once: building it takes longer than running it."""
    mine = func.count(case((Episode.keyworker_id == KEYWORKER, 1)))
    nobodys = func.count(case((Episode.keyworker_id.is_(None), 1)))
    left = func.count(case((or_(Episode.keyworker_id.is_(None), ~clients.keeps(ON)), 1)))
    return select(mine, nobodys, left).where(
        Episode.service_id.in_(SERVICES), Episode.closed_on.is_(None), live(Episode)
    )


def still_open(services: frozenset[str]) -> dict[str, int]:
    """How many open episodes each of the services has, where there are any. One statement."""
    rows = (
        select(Episode.service_id, func.count())
        .where(Episode.service_id.in_(services), Episode.closed_on.is_(None), live(Episode))
        .group_by(Episode.service_id)
        .order_by(Episode.service_id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


def clients_of(services: frozenset[str], episodes: Collection[str]) -> list[tuple[str, str]]:
    """Episodes of the services with their clients (ids). One statement."""
    rows = select(Episode.id, Episode.client_id).where(
        Episode.id.in_(episodes), Episode.service_id.in_(services)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.order_by(Episode.id))]


@dataclass(frozen=True, slots=True)
class Unready:
    """A worker who cannot work yet, or no more: without a password, or without a role that holds today."""

    worker_id: str
    name: str
    password: bool
    role: bool


def unready(services: frozenset[str], on: date) -> list[Unready]:
    """Workers tied to these services who lack a password or a role, by name. One statement."""
    tied = select(Membership.worker_id).where(Membership.service_id.in_(services), live(Membership))
    holds = and_(
        Membership.worker_id == Worker.id,
        live(Membership),
        Membership.from_on <= on,
        or_(Membership.until_on.is_(None), Membership.until_on > on),
    )
    role = select(Membership.worker_id).where(holds).exists()
    rows = db.session.execute(
        select(Worker.id, Worker.name, Worker.password_hash.is_not(None), role)
        .where(Worker.id.in_(tied), Worker.disabled_at.is_(None), or_(Worker.password_hash.is_(None), ~role))
        .order_by(Worker.name, Worker.id)
    )
    return [Unready(row[0], row[1], bool(row[2]), bool(row[3])) for row in rows]
