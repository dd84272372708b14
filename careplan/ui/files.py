"""Our own static files: addresses carry a hash of the content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

FOLDER = Path(__file__).parent / "static"
A_YEAR = 31_536_000


@cache
def digest(name: str) -> str:
    """The first ten digits of the file's sha256; empty when there is no such file."""
    path = FOLDER / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def asset(name: str) -> str:
    """The address of a static file, changed whenever its content changes."""
    return url_for("static", filename=name, v=digest(name) or None)


def static_file(filename: str) -> Response:
    """Serve a static file: for a year under its hash, else to be asked for again each time."""
    answer = send_from_directory(FOLDER, filename, conditional=True, etag=True, max_age=0)
    if request.args.get("v") and request.args["v"] == digest(filename):
        answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        answer.headers["Cache-Control"] = "no-cache"
    return answer


static_file.permission = "public"  # type: ignore[attr-defined]


# The mark that the guard asks for; staff.rules, where it is named, lies on a higher floor.
static_file.permission = "public"  # type: ignore[attr-defined]


def init_app(app: Flask) -> None:
    """Register /static, open to everybody."""
    if "static" not in app.view_functions:
        app.add_url_rule("/static/<path:filename>", "static", static_file, methods=["GET"])
    app.jinja_env.globals["asset"] = asset
