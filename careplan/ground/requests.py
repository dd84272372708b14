"""One transaction for one request: committed before the answer is sent when that is below 400, else undone."""

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
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
        _answer_instead(response, failure)
    return response


def _status(failure: Exception) -> int:
    """409 when the database holds a promise against this write, 503 when it cannot be reached or is full."""
    return 409 if isinstance(failure, IntegrityError) else 503


def _answer_instead(response: Response, failure: IntegrityError | OperationalError) -> None:
    status = _status(failure)
    current_app.logger.warning("commit failed: %s", type(failure.orig).__name__)
    response.set_data(current_app.extensions["careplan_problem"](status))
    response.status_code = status
    response.headers.pop("Location", None)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    if status == 503:
        response.headers["Retry-After"] = "5"


def _failed(failure: IntegrityError | OperationalError) -> ResponseReturnValue:
    response = current_app.make_response("")
    db.session().rollback()
    _answer_instead(response, failure)
    return response


def _clean(_error: BaseException | None) -> None:
    writes.set(True)


def init_app(app: Flask) -> None:
    """Register the hooks; called first, so that its `after` runs last."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_clean)
    app.register_error_handler(IntegrityError, _failed)
    app.register_error_handler(OperationalError, _failed)
