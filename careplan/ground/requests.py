"""One transaction for one request: it commits before the answer is sent when that is below 400, else nothing happened."""

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import IntegrityError, OperationalError

from careplan.ground.db import db, writes

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def may_write() -> bool:
    """Every POST, and every GET whose view is marked `opens_record` (it writes the trail)."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method not in SAFE or getattr(view, "opens_record", False)


def _begin() -> None:
    writes.set(may_write())


def _end(response: Response) -> Response:
    session = db.session()
    if response.status_code >= 400 or not may_write():
        session.rollback()
        return response
    try:
        session.commit()
    except (IntegrityError, OperationalError) as failure:
        session.rollback()
        current_app.logger.warning("commit failed: %s", type(failure.orig).__name__)
        status = 409 if isinstance(failure, IntegrityError) else 503
        return current_app.make_response(current_app.extensions["careplan_error"](status))
    return response


def _clean(_error: BaseException | None) -> None:
    writes.set(True)


def init_app(app: Flask) -> None:
    """Register the hooks; called first, so that its `after` runs last."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_clean)
