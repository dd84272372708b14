"""Who is signed in, and what they hold today."""

from datetime import date

from sqlalchemy import and_, or_, select

from careplan.ground.db import db
from careplan.staff.codes import Role
from careplan.staff.models import Membership, Service, Worker
from careplan.staff.rules import Actor, Held


def actor(worker_id: str, session_key: str, on: date) -> Actor | None:
    """The worker with the memberships that hold on the day, in one statement; None when disabled or signed out."""
    holds = and_(
        Membership.worker_id == Worker.id,
        Membership.from_on <= on,
        or_(Membership.until_on.is_(None), Membership.until_on > on),
    )
    rows = db.session.execute(
        select(Worker.id, Worker.username, Worker.name, Membership.service_id, Membership.role, Membership.from_on)
        .add_columns(Membership.until_on)
        .outerjoin(Membership, holds)
        .where(Worker.id == worker_id, Worker.session_key == session_key, Worker.disabled_at.is_(None))
        .order_by(Membership.service_id, Membership.role, Membership.from_on)
    ).all()
    if not rows:
        return None
    held = tuple(Held(row[3], Role(row[4]), row[5], row[6]) for row in rows if row[3] is not None)
    return Actor(rows[0][0], rows[0][1], rows[0][2], held)


def service_names(services: frozenset[str]) -> dict[str, str]:
    """Names of the services by id, ordered by name."""
    found = db.session.execute(
        select(Service.id, Service.name).where(Service.id.in_(services)).order_by(Service.name, Service.id)
    )
    return {row[0]: row[1] for row in found}
