"""Nothing typed is lost: drafts of forms, kept while typing and when a session ran out before sending."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from careplan.ground.clock import now
from careplan.staff import queries
from careplan.staff.actions.drafts import KEPT, keep_draft
from careplan.staff.doors import AUTOSAVE, actor, signed_in
from careplan.staff.models import Draft
from careplan.ui.frame import told
from careplan.ui.problems import refused
from careplan.ui.render import own_address, rooted
from careplan.ui.tables import Column, Table
from careplan.ui.words import moment

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
    """The target, asked to fill itself from the worker's draft when there is one.

    A target that names one draft (the key of its form) is filled from that draft only: never from an older one, and
    not for somebody else who signs in.
    """
    parts = urlsplit(target)
    query = parse_qsl(parts.query)
    pairs = [pair for pair in query if pair[0] != "draft"]
    page = f"{parts.path}?{urlencode(pairs)}" if pairs else parts.path
    wanted = dict(query).get("draft")
    draft = queries.draft(worker_id, page)
    if draft is None or wanted not in (None, "1", draft.submission):
        return page
    return f"{parts.path}?{urlencode([*pairs, ('draft', '1')])}"


def typed_by() -> str:
    """A sealed mark of who is signed in, carried by every form that is drafted."""
    worker = signed_in()
    if "typed_by" not in g:
        g.typed_by = _seal().dumps(worker.id) if worker is not None else ""
    mark: str = g.typed_by
    return mark


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="typed-by")


def _sealed() -> str | None:
    """The worker to whom the form that was sent had been shown, unless it was long ago."""
    try:
        worker_id: str = _seal().loads(request.form.get("typed_by", ""), max_age=int(KEPT.total_seconds()))
    except BadData:
        return None
    return worker_id


def _typist() -> str | None:
    """Whose typing was sent after a session ended: as the form says, else whose session ran out."""
    worker_id, session_key = g.get("expired_worker", (None, None))
    running_out = worker_id is not None and queries.session_holds(worker_id, session_key)
    return _sealed() or (worker_id if running_out else None)


def _of_somebody_else() -> ResponseReturnValue | None:
    """A form that was shown to somebody who was signed in here before: kept for them, done for nobody."""
    typist, page = _sealed(), _sent_page()
    if typist in (None, actor().id):
        return None
    g.form_key = ""
    kept = page is not None and _keep_for(str(typist), page)
    if request.endpoint == AUTOSAVE:
        return ("", 204) if kept else ("", 403)
    flash(
        f"{OTHERS}{' What was typed is kept for them.' if kept else ''} Nothing was saved in your name.",
        "info",
    )
    return redirect(rooted("/"), 303)


def _sent_page() -> str | None:
    """The page on which the form that was sent had been shown, if it is one of ours."""
    path = request.form.get("draft_path") or (None if request.endpoint == AUTOSAVE else own_address())
    return path if path and local_path(path) and readable(path) else None


def _keep_for(worker_id: str, page: str) -> bool:
    pairs = request.form.items(multi=True)
    may = queries.may_sign_in(worker_id)
    return may and keep_draft(worker_id=worker_id, subject=page, form=ONE_FORM, pairs=pairs, at=now())


def _keep_typed() -> str | None:
    """After a session ended: keep what was sent for who typed it; answers where to go after signing in."""
    if request.endpoint == "staff.keep_alive":
        abort(401)
    page = _sent_page()
    if page is None:
        return "/"
    typist = _typist()
    kept = typist is not None and _keep_for(typist, page)
    if not kept and request.endpoint == AUTOSAVE:
        abort(401)
    g.typed_kept = kept
    key = (request.form.get("submission") or "1") if kept else "none"
    return asking(page, key)


def _from_another_session(error: CSRFError) -> ResponseReturnValue:
    """A form that was shown in a session that ended, sent in the worker's next one: kept for them."""
    worker, page = signed_in(), _sent_page()
    if worker is None or page is None or worker.id != _sealed() or not _keep_for(worker.id, page):
        return refused(error)
    g.form_key = ""
    if request.endpoint == AUTOSAVE:
        return "", 204
    return told(OWN_TYPING, rooted(with_draft(worker.id, page)))


OWN_TYPING = (
    "This page was open when your session ended, so nothing was saved yet."
    " What you typed is kept: check it, then save."
)
OTHERS = "The page that was sent belongs to somebody who was signed in here before you."


def _draft_asked() -> Draft | None:
    worker = signed_in()
    if worker is None or not worker.has_drafts or request.method != "GET":
        return None
    return queries.draft(worker.id, own_address())


def _load() -> None:
    if "draft" in request.args and (draft := _draft_asked()) is not None:
        g.draft_payload = MultiDict((str(name), str(value)) for name, value in draft.payload)
        g.draft = draft


def _change_first() -> ResponseReturnValue | None:
    """A worker whose password was set by somebody else changes it before anything else."""
    free = {
        "staff.password",
        "staff.sign_out",
        "staff.sign_in",
        "staff.keep_alive",
        "static",
    }
    if session.get("must_change") and signed_in() is not None and request.endpoint not in free:
        return redirect(url_for("staff.password"), 303)
    return None


def notice(from_draft: bool) -> Markup:
    """What stands above a form of which a draft is kept: that it is filled in from it, or the offer to do so.

    A draft without the key of a form was not typed there, but prepared from another record.
    """
    if request.method != "GET" or g.get("draft_noticed"):
        return Markup("")
    draft = g.get("draft") if from_draft else _draft_asked()
    if draft is None:
        return Markup("")
    g.draft_noticed = True
    page = own_address()
    shown = {"filled": from_draft, "saved_at": draft.saved_at, "path": page, "href": rooted(asking(page))}
    shown["prepared"] = draft.submission is None
    return Markup(render_template("staff/draft.html", **shown))  # noqa: S704


def drafts_table(drafts: Sequence[Draft]) -> Table:
    """The worker's drafts; the page writes the button that discards one."""
    columns = (
        Column("Page", title, lambda draft: rooted(asking(draft.subject))),
        Column("Typed", lambda draft: moment(draft.saved_at)),
        Column("Discard"),
    )
    empty = "No drafts. What you type and do not send is kept here."
    return Table("Your drafts, the newest first", columns, drafts, empty)


def title(draft: Draft) -> str:
    """The heading of the draft's page."""
    return draft.title or "Page without a heading"


def asking(page: str, key: str = "1") -> str:
    """A page, asked to fill itself from a draft."""
    return f"{page}{'&' if '?' in page else '?'}{urlencode({'draft': key})}"


def init_app(app: Flask) -> None:
    """Register the hooks behind the guard."""
    app.extensions["careplan_keep_typed"] = _keep_typed
    app.extensions["careplan_of_somebody_else"] = _of_somebody_else
    app.extensions["careplan_draft_notice"] = notice
    app.extensions["careplan_typed_by"] = typed_by
    app.register_error_handler(CSRFError, _from_another_session)
    app.before_request(_load)
    app.before_request(_change_first)
