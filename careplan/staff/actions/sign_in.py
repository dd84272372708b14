"""Signing in and out. At most ten password checks per typed name in 15 minutes, over all processes."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from careplan.ground.db import db, transaction
from careplan.ground.ids import new_id
from careplan.staff import passwords, queries
from careplan.staff.actions.drafts import forget_old
from careplan.staff.models import SignInFailure, Worker
from careplan.staff.queries import Credentials
from careplan.staff.rules import Actor
from careplan.trail.actions import write

MOST_CHECKS = 10
WINDOW = timedelta(minutes=15)


def sign_in(username: str, password: str, *, at: datetime) -> Credentials | None:
    """Who signed in, or None: unknown name, wrong password, disabled or too many checks, all the same."""
    known = _checked(username, password, at)
    if known is not None:
        forget_old(worker_id=known.id, at=at)
        write("worker.signed_in", by=known.id, subject=f"workers:{known.id}")
    return known


def check_password(by: Actor, password: str, *, at: datetime) -> bool:
    """Whether this is the signed-in worker's own password; counted like a sign-in."""
    return _checked(by.username, password, at) is not None


def check_colleague(worker_id: str, password: str, *, at: datetime) -> bool:
    """Whether a colleague at the desk gave their own password; counted like a sign-in of that colleague.

    One that somebody else set and that must be changed is not their own yet.
    """
    worker = db.session.get(Worker, worker_id)
    known = None if worker is None else _checked(worker.username, password, at)
    return known is not None and not known.must_change


def _checked(username: str, password: str, at: datetime) -> Credentials | None:
    with transaction():  # ends before the password is hashed, which takes a while
        attempt = _reserve_check(queries.throttle_key(username), at)
        known = queries.credentials(username)
    if attempt is None:
        return None
    right = passwords.matches(known.password_hash if known else None, password)
    if known is None or not right or known.disabled:
        return None
    _forget_check(attempt)
    if known.password_hash and passwords.outdated(known.password_hash):
        _store_hash(known.id, password)
    return known


def sign_out(*, by: Actor) -> None:
    """End every session of the worker, so that no copy of the cookie works any more."""
    db.session.execute(update(Worker).where(Worker.id == by.id).values(session_key=new_id()))
    write("worker.signed_out", by=by, subject=f"workers:{by.id}")
    db.session.flush()


def _reserve_check(name: str, at: datetime) -> str | None:
    """Count a check before it is made; None when ten were made in the window."""
    _one_at_a_time(name)
    _forget_old_checks(at - WINDOW)
    if queries.checks_since(name, at - WINDOW) >= MOST_CHECKS:
        return None
    row = SignInFailure(username=name, at=at)
    db.session.add(row)
    db.session.flush()
    return row.id


def _one_at_a_time(name: str) -> None:
    """Let the counts of one name wait for each other. SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _forget_old_checks(until: datetime) -> None:
    old = select(SignInFailure.id).where(SignInFailure.at <= until).order_by(SignInFailure.at).limit(500)
    ids = db.session.scalars(old.with_for_update(skip_locked=True)).all()
    if ids:
        db.session.execute(delete(SignInFailure).where(SignInFailure.id.in_(ids)))


def _forget_check(attempt: str) -> None:
    db.session.execute(delete(SignInFailure).where(SignInFailure.id == attempt))


def _store_hash(worker_id: str, password: str) -> None:
    renewed = passwords.hashed(password)
    db.session.execute(update(Worker).where(Worker.id == worker_id).values(password_hash=renewed))
