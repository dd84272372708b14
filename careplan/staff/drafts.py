"""Nothing typed is lost: drafts of forms, kept while typing and when a session ran out before sending."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from careplan.ground.clock import now
from careplan.staff import queries
from careplan.staff.actions.drafts import keep_draft
from careplan.staff.doors import signed_in
from careplan.staff.models import Draft

ONE_FORM = "page"
"""One draft per page: a page has one form, by convention."""


def local_path(target: str | None) -> str | None:
    """The target if it is an address of ours that a worker can be led to, else None."""
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or not target.isprintable()
    ):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or "\\" in target else target


def readable(path: str) -> bool:
    """Whether the path is a page that can be opened (some addresses only take a form)."""
    try:
        current_app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
    except HTTPException:
        return False
    return True


def with_draft(worker_id: str, target: str) -> str:
    """The target, asked to fill itself from the worker's draft when there is one."""
    parts = urlsplit(target)
    asked = [pair for pair in parse_qsl(parts.query) if pair[0] != "draft"]
    if queries.draft(worker_id, parts.path) is None:
        return target
    return f"{parts.path}?{urlencode([*asked, ('draft', '1')])}"


def _keep_typed() -> str | None:
    """After a session ran out: keep what was sent for that worker; answers where to go after signing in."""
    if request.endpoint == "staff.keep_alive":
        abort(401)
    path = request.form.get("draft_path", "") if request.endpoint == "staff.save_draft" else request.path
    worker_id, session_key = g.get("expired_worker", (None, None))
    if worker_id is None or not local_path(path) or not readable(path):
        return path if local_path(path) and readable(path) else "/"
    if not queries.session_holds(worker_id, session_key):
        return path
    kept = keep_draft(
        worker_id=worker_id, subject=path, form=ONE_FORM, pairs=request.form.items(multi=True), at=now()
    )
    return f"{path}?draft=1" if kept else path


def _draft_asked() -> Draft | None:
    worker = signed_in()
    if worker is None or not worker.has_drafts or request.method != "GET":
        return None
    return queries.draft(worker.id, request.path)


def _load() -> None:
    if "draft" in request.args and (found := _draft_asked()) is not None:
        g.draft_payload = MultiDict((str(name), str(value)) for name, value in found.payload)
        g.draft_saved_at = found.saved_at


def _change_first() -> ResponseReturnValue | None:
    """A worker whose password was set by somebody else changes it before anything else."""
    free = {
        "staff.password",
        "staff.change_password",
        "staff.sign_out",
        "staff.sign_in",
        "staff.keep_alive",
        "static",
    }
    if session.get("must_change") and signed_in() is not None and request.endpoint not in free:
        return redirect(url_for("staff.password"), 303)
    return None


def notice(from_draft: bool) -> Markup:
    """What stands above a form of which a draft is kept: that it is filled in from it, or the offer to do so."""
    if request.method != "GET" or g.get("draft_noticed"):
        return Markup("")
    saved_at = g.get("draft_saved_at")
    if not from_draft:
        found = _draft_asked()
        saved_at = found.saved_at if found else None
    if saved_at is None:
        return Markup("")
    g.draft_noticed = True
    path = request.path
    return Markup(render_template("staff/draft.html", filled=from_draft, saved_at=saved_at, path=path))  # noqa: S704


def init_app(app: Flask) -> None:
    """Register the hooks behind the guard."""
    app.extensions["careplan_keep_typed"] = _keep_typed
    app.extensions["careplan_draft_notice"] = notice
    app.before_request(_load)
    app.before_request(_change_first)
