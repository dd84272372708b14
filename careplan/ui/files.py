"""Our own static files, and documents handed out. Addresses of static files carry a hash of the content;
browsers keep them for a year.
"""

import hashlib
import io
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_file
from werkzeug.security import safe_join

from careplan.ground.images import encoded_anew
from careplan.ground.permissions import PUBLIC

FOLDER = Path(__file__).parent / "static"
A_YEAR = 31_536_000
ADDRESS = "/static"


@cache
def digest(name: str) -> str:
    """The first ten digits of the file's sha256; empty when there is no such file."""
    path = FOLDER / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def asset(name: str) -> str:
    """The address of a static file, changed whenever its content changes."""
    return f"{request.script_root}{ADDRESS}/{name}?v={digest(name)}"


def static_file(filename: str) -> Response:
    """Serve a static file: for a year under its hash, else to be asked for again each time."""
    where = safe_join(str(FOLDER), filename)
    if where is None or not Path(where).is_file():
        abort(404)
    content = Path(where).read_bytes()
    answer = Response(content, mimetype=_KINDS.get(Path(where).suffix, "application/octet-stream"))
    answer.set_etag(hashlib.sha256(content).hexdigest())
    kept = request.args.get("v") and request.args["v"] == digest(filename)
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if kept else "no-cache"
    answer.make_conditional(request)
    answer.headers.pop("Date", None)  # the server writes it
    return answer


_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
}

# The mark that the guard asks for; staff.rules, where it is named, lies on a higher floor.
static_file.permission = PUBLIC  # type: ignore[attr-defined]


HARMLESS = "default-src 'none'; sandbox; frame-ancestors 'none'"


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """A worker's document as it came, to be saved and never opened inside this site."""
    answer = send_file(io.BytesIO(content), media_type, as_attachment=True, download_name=name, etag=False)
    answer.headers["Content-Security-Policy"] = HARMLESS
    answer.headers["Cache-Control"] = "no-store"
    return answer


def picture(content: bytes) -> Response:
    """An image as it is shown: encoded anew, so that nothing else of a worker's document reaches the browser.

    Raises images.Unreadable.
    """
    shown, media_type = encoded_anew(content)
    answer = Response(shown, mimetype=media_type)
    answer.headers["Content-Security-Policy"] = HARMLESS
    answer.headers["Cache-Control"] = "no-store"
    return answer


def init_app(app: Flask) -> None:
    """Register /static, open to everybody."""
    if "static" not in app.view_functions:
        app.add_url_rule(f"{ADDRESS}/<path:filename>", "static", static_file, methods=["GET"])
    app.jinja_env.globals["asset"] = asset
