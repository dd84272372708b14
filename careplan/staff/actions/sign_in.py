"""Signing in and out, and asking somebody signed in for their own password."""

from datetime import datetime

from sqlalchemy import update

from careplan.ground.db import db, transaction
from careplan.ground.ids import new_id
from careplan.staff import passwords, queries
from careplan.staff.actions.drafts import forget_old
from careplan.staff.actions.throttle import forget_check, reserve_check
from careplan.staff.models import Worker
from careplan.staff.queries import Credentials
from careplan.staff.rules import DESK, Actor, Origin
from careplan.trail.actions import write


def sign_in(username: str, password: str, *, origin: Origin, at: datetime) -> Credentials | None:
    """Who signed in, or None: unknown name, wrong password, disabled or too many checks, all the same."""
    credentials = _checked(username, password, origin, at)
    if credentials is not None:
        forget_old(worker_id=credentials.id, at=at)
        write("worker.signed_in", by=credentials.id, subject=f"workers:{credentials.id}")
    return credentials


def check_password(by: Actor, password: str, *, at: datetime) -> bool:
    """Whether this is the signed-in worker's own password; counted like a sign-in."""
    return _checked(by.username, password, DESK, at) is not None


def check_colleague(worker_id: str, password: str, *, at: datetime) -> bool:
    """Whether a colleague at the desk gave their own password; counted like a sign-in of that colleague.

    One that somebody else set and that must be changed is not their own yet.
    """
    worker = db.session.get(Worker, worker_id)
    credentials = None if worker is None else _checked(worker.username, password, DESK, at)
    return credentials is not None and not credentials.must_change


def _checked(username: str, password: str, origin: Origin, at: datetime) -> Credentials | None:
    with transaction():  # ends before the password is hashed, which takes a while
        attempt = reserve_check(queries.throttle_key(username), origin, at)
        credentials = queries.credentials(username)
    if attempt is None:
        return None
    right = passwords.matches(credentials.password_hash if credentials else None, password)
    if credentials is None or not right or credentials.disabled:
        return None
    forget_check(attempt)
    if credentials.password_hash and passwords.outdated(credentials.password_hash):
        _store_hash(credentials.id, password)
    return credentials


def sign_out(*, by: Actor) -> None:
    """End every session of the worker, so that no copy of the cookie works any more."""
    db.session.execute(update(Worker).where(Worker.id == by.id).values(session_key=new_id()))
    write("worker.signed_out", by=by, subject=f"workers:{by.id}")
    db.session.flush()


def _store_hash(worker_id: str, password: str) -> None:
    renewed = passwords.hashed(password)
    db.session.execute(update(Worker).where(Worker.id == worker_id).values(password_hash=renewed))
