"""What signing in needs: credentials, and how often a name was tried."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import and_, case, func, or_, select

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Membership, SignInFailure, Worker
from careplan.staff.rules import DESK


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in needs to know of a worker."""

    id: str
    password_hash: str | None
    session_key: str
    must_change: bool
    disabled: bool


def throttle_key(username: str) -> str:
    """The name under which password checks are counted: as typed, without regard to case and outer spaces."""
    return username.strip().casefold()[:200]


def credentials(username: str) -> Credentials | None:
    """The worker of that username; the same letters in the same case win over other cases."""
    typed = username.strip()
    row = db.session.execute(
        select(
            Worker.id,
            Worker.password_hash,
            Worker.session_key,
            Worker.must_change_password,
            Worker.disabled_at,
        )
        .where(or_(Worker.username == typed, func.lower(Worker.username) == typed.lower()))
        .order_by((Worker.username == typed).desc(), Worker.id)
    ).first()
    return Credentials(*row[:4], row[4] is not None) if row else None


@dataclass(frozen=True, slots=True)
class Checks:
    """Password checks since a moment, and whether one was refused for their number."""

    of_name_and_origin: int
    of_name: int
    of_origin: int
    refused: bool


def checks_since(name: str, origin: str, moment: datetime) -> Checks:
    """Password checks counted after the moment; `of_name`: those of strangers alone."""
    row = SignInFailure
    both, made = and_(row.username == name, row.origin == origin), ~row.refused
    stranger = ~or_(row.origin.startswith("browser:"), row.origin == DESK.key)
    counts = db.session.execute(
        select(
            func.count(case((and_(both, made), 1))),
            func.count(case((and_(row.username == name, made, stranger), 1))),
            func.count(case((and_(row.origin == origin, made), 1))),
            func.count(case((and_(both, row.refused), 1))),
        ).where(or_(row.username == name, row.origin == origin), row.at > moment)
    ).one()
    return Checks(counts[0], counts[1], counts[2], counts[3] > 0)


@dataclass(frozen=True, slots=True)
class Throttled:
    """A worker as whom somebody tried to sign in too often: how often, from how many places, and when last."""

    worker_id: str
    name: str
    times: int
    origins: int
    last: datetime


def throttled(services: frozenset[str], since: date) -> list[Throttled]:
    """Workers of the services whose name had to wait since that day, the last first. One statement."""
    begun = datetime.combine(since, time(), UTC)
    tied = select(Membership.worker_id).where(Membership.service_id.in_(services), live(Membership))
    last = func.max(SignInFailure.at)
    rows = db.session.execute(
        select(Worker.id, Worker.name, func.count(), func.count(SignInFailure.origin.distinct()), last)
        .join(SignInFailure, SignInFailure.username == func.lower(Worker.username))
        .where(SignInFailure.refused, SignInFailure.at > begun, Worker.id.in_(tied))
        .group_by(Worker.id, Worker.name)
        .order_by(last.desc(), Worker.id)
    )
    return [Throttled(*row) for row in rows]
