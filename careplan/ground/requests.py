"""One transaction for one request: committed before the answer is sent when that is below 400, else undone."""

from collections.abc import Callable

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import exc
from sqlalchemy.orm import Session

from careplan.ground.db import db, writes

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
AWAY = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, exc.PendingRollbackError)
REFUSALS = (exc.DataError, exc.IntegrityError, *AWAY)
"""What the database answers for: nonsense, a broken promise, or that it is out of reach, full or too slow."""

DEADLOCK = "40P01"
"""PostgreSQL's code for two transactions that wait for each other: one of them is given up."""


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


def settled(response: Response, settle: Callable[[], Response | None]) -> Response:
    """The response, or the one that `settle` put in its place; the page of refusal when the database refuses `settle`.

    Every hook that speaks to the database after a view does it through this: a failure there would end as a 500.
    """
    try:
        return settle() or response
    except REFUSALS as failure:
        _undo()
        _answer_instead(response, failure)
    return response


def _end(response: Response) -> Response:
    session = db.session()
    if response.status_code >= 400:
        _undo()
        return response
    return settled(response, session.commit if may_write() else lambda: _leave(session))


def _undo() -> None:
    """Roll back; a server that is away has rolled back already."""
    session = db.session()
    try:
        session.rollback()
    except exc.DBAPIError:
        session.invalidate()


def _status(failure: Exception) -> int:
    """409 when a promise or somebody else's write stands against this one, 422 for what no column holds, 503 when out
    of reach or full.
    """
    if isinstance(failure, exc.DataError):
        return 422
    deadlock = getattr(getattr(failure, "orig", None), "sqlstate", "") == DEADLOCK
    return 409 if deadlock or isinstance(failure, exc.IntegrityError) else 503


def _answer_instead(response: Response, failure: exc.SQLAlchemyError) -> None:
    status = _status(failure)
    current_app.logger.warning(
        "refused by the database: %s", type(getattr(failure, "orig", failure)).__name__
    )
    response.set_data(current_app.extensions["careplan_problem"](status))
    response.status_code = status
    response.headers.pop("Location", None)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    if status == 503:
        response.headers["Retry-After"] = "5"


def _failed(failure: exc.SQLAlchemyError) -> ResponseReturnValue:
    response = current_app.make_response("")
    _undo()
    _answer_instead(response, failure)
    return response


def _clean(_error: BaseException | None) -> None:
    writes.set(True)


def init_app(app: Flask) -> None:
    """Register the hooks; called first, so that its `after` runs last."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_clean)
    for refusal in REFUSALS:
        app.register_error_handler(refusal, _failed)
