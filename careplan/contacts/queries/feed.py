"""Who a calendar's link belongs to, and at which services they still work."""

from datetime import date
from hashlib import sha256

from sqlalchemy import or_, select

from careplan.contacts.models import CalendarLink
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.codes import CLINICAL
from careplan.staff.models import Membership, Worker


def own_link(worker_id: str) -> CalendarLink | None:
    """The worker's link that was not revoked."""
    rows = select(CalendarLink).where(CalendarLink.worker_id == worker_id, CalendarLink.revoked_at.is_(None))
    return db.session.scalars(rows.order_by(CalendarLink.made_at.desc(), CalendarLink.id)).first()


def behind(secret: str, on: date) -> tuple[str, frozenset[str]] | None:
    """The worker behind a live link and the services where they hold a clinical role on the day; None for no link.

    Whose account is shut, or who works nowhere any more, has none.
    """
    digest = sha256(secret.encode("utf-8", "replace")).hexdigest()
    rows = db.session.execute(
        select(CalendarLink.worker_id, Membership.service_id)
        .join(Worker, Worker.id == CalendarLink.worker_id)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(
            CalendarLink.secret_sha256 == digest,
            CalendarLink.revoked_at.is_(None),
            Worker.disabled_at.is_(None),
        )
        .where(
            Membership.role.in_([role.value for role in CLINICAL]), Membership.from_on <= on, live(Membership)
        )
        .where(or_(Membership.until_on.is_(None), Membership.until_on > on))
        .order_by(Membership.service_id)
    ).all()
    return (rows[0][0], frozenset(row[1] for row in rows)) if rows else None
