"""Password checks are counted before they are made: by name and address, over all processes.

A stranger who guesses makes nobody wait but themselves: a browser in which the worker signed in before has a count of
its own, and so has the desk at which somebody signed in is asked for a password.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from careplan.ground.db import db
from careplan.staff import queries
from careplan.staff.models import SignInFailure
from careplan.staff.rules import SIGN_IN, Origin
from careplan.trail.actions import write

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
        origin.known or (made.of_name < limits.of_name and made.of_origin < limits.of_address)
    )
    if not few:
        if not made.refused and (worker := queries.credentials(name)) is not None:
            db.session.add(SignInFailure(username=name, origin=origin.key, refused=True, at=at))
            write("worker.throttled", by=JOB, subject=f"workers:{worker.id}", detail={"origin": origin.key})
        return None
    row = SignInFailure(username=name, origin=origin.key, at=at)
    db.session.add(row)
    db.session.flush()
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
