"""Signing in and out; password checks are counted before they are made, by name and address, over all processes.

A stranger who guesses makes nobody wait but themselves: a browser in which the worker signed in before has a count of
its own, and so has the desk at which somebody signed in is asked for a password.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from careplan.ground.db import db, transaction
from careplan.ground.ids import new_id
from careplan.staff import passwords, queries
from careplan.staff.actions.drafts import forget_old
from careplan.staff.models import SignInFailure, Worker
from careplan.staff.queries import Credentials
from careplan.staff.rules import DESK, SIGN_IN, Actor, Origin
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


JOB = "sign-in"
"""The author of what nobody did who signed in, in the trail."""


def reserve_check(name: str, origin: Origin, at: datetime) -> str | None:
    """Count a check before it is made; None when too many were made in the window.

    Of a worker's name that is kept to be told. What else was typed as a name may be anything, a password too.
    """
    limits = SIGN_IN.latest
    since = at - timedelta(minutes=limits.minutes)
    _one_at_a_time(name)
    _forget_old(since, at - timedelta(days=limits.told_days))
    made = queries.checks_since(name, origin.key, since)
    few = made.of_name_and_origin < limits.of_name_and_origin and (
        origin.used_before or (made.of_name < limits.of_name and made.of_origin < limits.of_address)
    )
    if not few:
        if not made.refused and (worker := queries.credentials(name)) is not None:
            db.session.add(SignInFailure(username=name, origin=origin.key, refused=True, at=at))
            write("worker.throttled", by=JOB, subject=f"workers:{worker.id}", detail={"origin": origin.key})
        return None
    row = SignInFailure(username=name, origin=origin.key, at=at)
    db.add(row)
    return row.id


def forget_check(attempt: str) -> None:
    """A check that succeeded does not count."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.id == attempt))


def _one_at_a_time(name: str) -> None:
    """Let the counts of one name wait for each other. SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _forget_old(checks: datetime, refusals: datetime) -> None:
    past = or_(SignInFailure.at <= refusals, ~SignInFailure.refused & (SignInFailure.at <= checks))
    old = select(SignInFailure.id).where(past).order_by(SignInFailure.at).limit(500)
    ids = db.session.scalars(old.with_for_update(skip_locked=True)).all()
    if ids:
        db.session.execute(delete(SignInFailure).where(SignInFailure.id.in_(ids)))
