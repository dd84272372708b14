"""Kept drafts."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import ColumnElement, Select, String, bindparam, exists, select

from careplan.ground.db import db
from careplan.ground.types import Id
from careplan.staff.models import Draft, Submission


def draft(worker_id: str, subject: str) -> Draft | None:
    """The newest draft that the worker left on the page at `subject`."""
    draft: Draft | None = db.session.scalars(_drafts(), {"worker": worker_id, "subject": subject}).first()
    return draft


@cache
def _drafts() -> Select[Draft]:
    worker, subject = bindparam("worker", type_=Id), bindparam("subject", type_=String)
    newest = Draft.saved_at.desc()
    mine = (Draft.worker_id == worker, Draft.subject == subject, ~_was_sent())
    return select(Draft).where(*mine).order_by(newest)


def _was_sent() -> ColumnElement[bool]:
    """The form of a draft was sent: the script kept it in the moment of sending."""
    return exists().where(Submission.worker_id == Draft.worker_id, Submission.key == Draft.submission)


def drafts(worker_id: str) -> Sequence[Draft]:
    """What the worker typed and did not send, the newest first. One statement."""
    rows = select(Draft).where(Draft.worker_id == worker_id, ~_was_sent())
    return db.session.scalars(rows.order_by(Draft.saved_at.desc(), Draft.subject)).all()
