"""Making and revoking a calendar's link."""

import secrets
from hashlib import sha256

from careplan.contacts.models import CalendarLink
from careplan.contacts.queries.feed import own_link
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def make_link(*, by: Actor) -> str:
    """A new link in the place of the one before; answers its secret, which is kept nowhere."""
    revoke_link(by=by)
    secret = secrets.token_urlsafe(32)
    row = CalendarLink(worker_id=by.id, secret_sha256=sha256(secret.encode()).hexdigest())
    db.add(row)
    write("calendar_link.made", by=by, subject=f"calendar_links:{row.id}")
    return secret


def revoke_link(*, by: Actor) -> bool:
    """End the worker's link; whether there was one."""
    row = own_link(by.id)
    if row is None:
        return False
    row.revoked_at = now()
    db.session.flush()
    write("calendar_link.revoked", by=by, subject=f"calendar_links:{row.id}")
    return True
