"""A form that is sent twice is done once: its key is stored in the same transaction as what it wrote."""

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from careplan.ground.db import db
from careplan.staff.doors import signed_in
from careplan.staff.models import Draft, Submission


def _first() -> ResponseReturnValue | None:
    worker = signed_in()
    if request.method != "POST" or worker is None:
        return None
    key = request.form.get("submission", "")
    if not key or len(key) > 64 or not key.isascii() or not key.isprintable():
        return None
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Submission).values(worker_id=worker.id, key=key))
    except IntegrityError:
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
