"""A form that is sent twice is done once: its key is stored in the same transaction as what it wrote."""

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, delete, select, text, update

from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.ground.types import Moment
from careplan.staff.doors import signed_in
from careplan.staff.models import Draft, Submission

FIRST_TIME = text(
    "INSERT INTO submissions (worker_id, key, at) VALUES (:worker_id, :key, :at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=Moment))
"""Writes nothing when the key is there already; waits for another request that is just writing it."""


def _first() -> ResponseReturnValue | None:
    worker = signed_in()
    if request.method != "POST" or worker is None:
        return None
    key = request.form.get("submission", "")
    if not key or len(key) > 64 or not key.isascii() or not key.isprintable():
        return None
    values = {"worker_id": worker.id, "key": key, "at": now()}
    if not db.session.connection().execute(FIRST_TIME, values).rowcount:
        where = select(Submission.location).where(Submission.worker_id == worker.id, Submission.key == key)
        return redirect(db.session.scalars(where).first() or request.path, 303)
    g.submission = key
    return None


def _last(response: Response) -> Response:
    worker, key = signed_in(), g.get("submission")
    if worker is None or key is None or response.status_code >= 400:
        return response
    mine = (Submission.worker_id == worker.id, Submission.key == key)
    if response.status_code in (302, 303):
        db.session.execute(update(Submission).where(*mine).values(location=response.location))
        db.session.execute(delete(Draft).where(Draft.worker_id == worker.id, Draft.subject == request.path))
    else:
        db.session.execute(delete(Submission).where(*mine))
    return response


def init_app(app: Flask) -> None:
    """Register the hooks: after the guard, and before the commit."""
    app.before_request(_first)
    app.after_request(_last)
