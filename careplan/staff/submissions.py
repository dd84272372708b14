"""A form that is sent twice is done once: its key is stored in the same transaction as what it wrote.

Who goes back after saving finds the form under a new key, still filled in. So a form that adds to the record keeps a
digest of what it was filled in with, too: the same again within minutes is asked about, not written.
"""

from datetime import datetime
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, select, text

from careplan.ground.clock import now
from careplan.ground.db import db, grew
from careplan.ground.requests import settled
from careplan.ground.types import Moment
from careplan.staff import queries
from careplan.staff.doors import signed_in
from careplan.staff.models import Submission
from careplan.staff.rules import Actor
from careplan.staff.typed import typed
from careplan.ui.fields import CARRIED, Form

SENT = text(
    "INSERT INTO submissions (worker_id, key, at, location, typed)"
    " VALUES (:worker_id, :key, :at, :location, :typed)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=Moment))
"""Waits for another request that is just sending the same form; writes nothing when that one was first."""

NO_DRAFT = text("DELETE FROM drafts WHERE worker_id = :worker_id AND subject = :page")


def _first() -> ResponseReturnValue | None:
    worker = signed_in()
    if worker is not None and worker.sent_to:
        return redirect(worker.sent_to, 303)
    if worker is not None and worker.typed_at and "write_again" not in request.form:
        return _same(worker.id, worker.typed_at)
    return None


def _same(worker_id: str, at: datetime) -> ResponseReturnValue:
    """409: the same was saved a few minutes ago. Where it is, and a button that saves it once more."""
    first = queries.typed_location(worker_id, typed(g.form_key))
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] not in CARRIED | {"seen"}]
    shown = {"title": request.form.get("draft_title", ""), "at": at, "first": first, "pairs": pairs}
    return render_template("staff/same.html", form=Form(), **shown), 409


def _last(response: Response) -> Response:
    worker, key = signed_in(), g.get("form_key")
    if (
        worker is None
        or not key
        or worker.sent_to
        or response.status_code < 300
        or response.status_code == 503
    ):
        return response
    return settled(response, lambda: _settle(response, worker, key))


def _settle(response: Response, worker: Actor, key: str) -> Response | None:
    """Store the key; the answer of the same form that was first, if one was."""
    mine = {"worker_id": worker.id, "key": key}
    if response.status_code >= 400:
        return _led(mine)
    connection = db.session().connection()
    if not connection.execute(SENT, mine | _sent(response)).rowcount:
        return _led(mine)
    if worker.has_drafts:
        page = request.form.get("draft_path") or request.path
        connection.execute(NO_DRAFT, {"worker_id": worker.id, "page": page})
    return None


def _sent(response: Response) -> dict[str, Any]:
    """What is kept of a form that was sent."""
    return {
        "at": now(),
        "location": response.location,
        "typed": typed(g.form_key) or None if grew() else None,
    }


def _led(mine: dict[str, str]) -> Response | None:
    """Undo what this request did when the same form was sent meanwhile, and lead to where that one went."""
    db.session.rollback()
    where = select(Submission.location).filter_by(**mine)
    location = db.session.scalars(where).first()
    return redirect(location, 303) if location else None  # type: ignore[return-value]


def init_app(app: Flask) -> None:
    """Register the hooks: after the guard, and before the commit."""
    app.before_request(_first)
    app.after_request(_last)
