"""One transaction for one request: committed before the answer is sent when that is below 400, else undone."""

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from careplan.ground.db import db, writes

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Failure = DataError | IntegrityError | OperationalError


def may_write() -> bool:
    """Every POST, and every GET whose view is marked `opens_record` (it writes the trail)."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method not in SAFE or getattr(view, "opens_record", False)


def _begin() -> None:
    writes.set(may_write())
    if "\0" in request.path:
        abort(404)  # PostgreSQL holds no NUL, so nothing has such a name


def _leave(session: Session) -> None:
    """End a transaction that only read. On PostgreSQL it was begun READ ONLY, and a rollback would cost the connection
    its prepared statements; SQLite knows no such promise, so there it is undone whatever it did.
    """
    wrote = session.new or session.dirty or session.deleted or session.info.get("trailed")
    if wrote or db.engine.dialect.name == "sqlite":
        session.rollback()
    else:
        session.commit()


def _end(response: Response) -> Response:
    session = db.session()
    if response.status_code >= 400:
        session.rollback()
        return response
    if not may_write():
        _leave(session)
        return response
    try:
        session.commit()
    except (DataError, IntegrityError, OperationalError) as failure:
        session.rollback()
        _answer_instead(response, failure)
    return response


def _status(failure: Exception) -> int:
    """409 when a promise stands against this write, 422 for what no column holds, 503 when out of reach or full."""
    if isinstance(failure, DataError):
        return 422
    return 409 if isinstance(failure, IntegrityError) else 503


def _answer_instead(response: Response, failure: Failure) -> None:
    status = _status(failure)
    current_app.logger.warning("refused by the database: %s", type(failure.orig).__name__)
    response.set_data(current_app.extensions["careplan_problem"](status))
    response.status_code = status
    response.headers.pop("Location", None)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    if status == 503:
        response.headers["Retry-After"] = "5"


def _failed(failure: Failure) -> ResponseReturnValue:
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
    app.register_error_handler(DataError, _failed)
    app.register_error_handler(IntegrityError, _failed)
    app.register_error_handler(OperationalError, _failed)
