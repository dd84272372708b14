"""Browsers in which a worker signed in before: a signed cookie, so that a stranger's guesses do not make them wait."""

from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from careplan.ground.ids import new_id
from careplan.staff import queries
from careplan.staff.rules import SIGN_IN, Origin, address_key

MOST = 20
"""Workers that one browser remembers: a shared computer on a ward."""


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known browser")


def _longest() -> int:
    return SIGN_IN.latest.known_days * 24 * 3600


def _cookie() -> dict[str, Any]:
    """What the browser shows: its own id and the workers who signed in here, the last one first."""
    try:
        values: dict[str, Any] = _signer().loads(request.cookies.get(_name(), ""), max_age=_longest())
    except BadData:
        return {"browser": new_id(), "workers": []}
    return values


def origin_of(username: str) -> Origin:
    """Where this try to sign in comes from: a browser this worker used before, else an address."""
    values = _cookie()
    worker = queries.credentials(username)
    if worker is not None and worker.id in values["workers"]:
        return Origin(f"browser:{values['browser']}", used_before=True)
    return Origin(address_key(request.remote_addr or ""), used_before=False)


def remember(response: Response, worker_id: str) -> Response:
    """Let the browser know this worker from now on."""
    values = _cookie()
    workers = [worker_id, *(one for one in values["workers"] if one != worker_id)][:MOST]
    config = current_app.config
    response.set_cookie(
        _name(),
        _signer().dumps({"browser": values["browser"], "workers": workers}),
        max_age=_longest(),
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response
