"""A form that is sent twice is done once: its key is stored in the same transaction as what it wrote."""

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, select, text

from careplan.ground.clock import now
from careplan.ground.db import db, read
from careplan.ground.types import Moment
from careplan.staff.doors import signed_in
from careplan.staff.models import Submission

FIRST_TIME = text(
    "INSERT INTO submissions (worker_id, key, at) VALUES (:worker_id, :key, :at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=Moment))
"""Writes nothing when the key is there already; waits for another request that is just writing it."""

SENT_TO = text("UPDATE submissions SET location = :location WHERE worker_id = :worker_id AND key = :key")
NOT_SENT = text("DELETE FROM submissions WHERE worker_id = :worker_id AND key = :key")
NO_DRAFT = text("DELETE FROM drafts WHERE worker_id = :worker_id AND subject = :page")


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
    mine = {"worker_id": worker.id, "key": key}
    if response.status_code in (302, 303):
        read(SENT_TO, mine | {"location": response.location})
        read(NO_DRAFT, {"worker_id": worker.id, "page": request.path})
    else:
        read(NOT_SENT, mine)
    return response


def init_app(app: Flask) -> None:
    """Register the hooks: after the guard, and before the commit."""
    app.before_request(_first)
    app.after_request(_last)
