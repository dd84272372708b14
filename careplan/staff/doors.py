"""The doors: every view names its permission, one guard asks for it, and nobody comes in by a forgotten one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote

from flask import (
    Flask,
    Response,
    abort,
    after_this_request,
    current_app,
    flash,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.exceptions import HTTPException

from careplan.ground import gathering
from careplan.ground.clock import now, today
from careplan.ground.permissions import PUBLIC, Permission
from careplan.staff import queries
from careplan.staff.rules import Actor, RoleAtService
from careplan.staff.typed import typed
from careplan.ui.problems import SAVED, Problem, problem_answer
from careplan.ui.words import day

View = TypeVar("View", bound=Callable[..., Any])
LONGEST = timedelta(hours=12)
MARK = "permission"
UNASKED = frozenset({"static", "today.healthz", "today.readyz"})
"""What answers without asking who is there, also while the database is away."""
AUTOSAVE = "staff.save_draft"
AUTOSAVE_SECONDS = 60
"""How fresh a session an autosave leaves alone: a late answer to it must not undo the cookie of the page sent after."""


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission that opens it."""

    def mark(view: View) -> View:
        setattr(view, MARK, permission)
        return view

    return mark


def opens_list(view: View) -> View:
    """Mark a view that writes the opening of a list to the trail, so that its GET may write."""
    view.opens_record = True  # type: ignore[attr-defined]
    return view


def view_permission() -> Permission:
    """The permission that the current view is marked with."""
    permission: Permission = getattr(current_app.view_functions[request.endpoint or ""], MARK)
    return permission


def permission_of(endpoint: str) -> Permission | None:
    """The permission that a page is marked with; None where no room has such a page."""
    permission: Permission | None = getattr(current_app.view_functions.get(endpoint), MARK, None)
    return permission


def actor() -> Actor:
    """The signed-in worker; 401 where nobody is (a view open to the public must ask `signed_in` first)."""
    actor = signed_in()
    if actor is None:
        abort(401)
    return actor


def signed_in() -> Actor | None:
    """The signed-in worker, or None."""
    actor: Actor | None = g.get("actor")
    return actor


def services() -> frozenset[str]:
    """The services in which the actor holds this view's permission: the first argument of its queries."""
    if request.method == "POST" and view_permission().written:
        return actor().open_services(view_permission())
    return actor().services(view_permission())


def worker_may(code: str) -> bool:
    """Whether the signed-in worker holds the permission of that code at some service, for templates."""
    return actor().may(gathering.permission(code))


def refuse_closed(current: RoleAtService) -> NoReturn:
    """409: the service is closed, with its day; what was asked would write to it."""
    sentence = (
        f"{current.service_name} closed on {day(current.closed_on)}. Its records can be read, not changed."
    )
    abort(problem_answer(409, Problem(f"{current.service_name} is closed", (sentence, SAVED))))


class SignedIn(UserMixin):
    """What Flask-Login keeps in the session: worker and session key, so that a new key signs out everywhere."""

    def __init__(self, worker_id: str, session_key: str, actor: Actor | None = None) -> None:
        self.id = f"{worker_id}|{session_key}"
        self.actor = actor


login_manager = LoginManager()
login_manager.session_protection = None


def _form_key() -> str:
    """The key of the form that is being sent; empty when nothing is (an autosave is not), or it cannot be ours."""
    if "form_key" not in g:
        sent = request.method == "POST" and request.endpoint != AUTOSAVE
        try:
            key = request.form.get("submission", "") if sent else ""
        except HTTPException:  # too large: told by whoever reads the form in earnest
            key = ""
        g.form_key = key if len(key) <= 64 and key.isascii() and key.isprintable() else ""
    text: str = g.form_key
    return text


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load_worker(key: str) -> SignedIn | None:
    worker_id, _, session_key = key.rpartition("|")
    actor = queries.actor(worker_id, session_key, today(), _form_key(), typed(_form_key()))
    return None if actor is None else SignedIn(worker_id, session_key, actor)


def begin_session(worker_id: str, session_key: str) -> None:
    """Sign a worker in: a fresh session that knows when it began and was last used."""
    session.clear()
    login_user(SignedIn(worker_id, session_key))
    moment = now().timestamp()
    session.update(since=moment, seen=moment)
    session.permanent = True


def leave_device() -> None:
    """End the session of this browser, which passes into other hands, and have it forget what it kept."""
    session.clear()

    @after_this_request
    def forget(answer: Response) -> Response:
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


def expired(moment: datetime) -> bool:
    """Whether the session was idle too long (15 minutes) or is older than 12 hours."""
    idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    seen = datetime.fromtimestamp(session.get("seen", 0), UTC)
    since = datetime.fromtimestamp(session.get("since", 0), UTC)
    return moment - seen >= idle or moment - since >= LONGEST


def _load() -> None:
    g.actor = None
    if "_user_id" not in session:
        return
    if expired(now()):
        worker_id, _, session_key = str(session["_user_id"]).rpartition("|")
        g.expired_worker = (worker_id, session_key)
        if request.endpoint != AUTOSAVE:  # the page that is sent after it tells the worker
            session.clear()
        return
    g.actor = getattr(current_user, "actor", None)
    if g.actor is None:
        session.clear()
    elif request.endpoint != AUTOSAVE or now().timestamp() - session["seen"] > AUTOSAVE_SECONDS:
        session["seen"] = now().timestamp()


def _to_sign_in() -> ResponseReturnValue:
    keep = current_app.extensions.get("careplan_keep_typed")
    target = request.full_path.rstrip("?") if request.method == "GET" else request.path
    if request.method == "POST" and keep is not None:
        target = keep() or target
    if request.endpoint != AUTOSAVE and (sentence := _ended()):
        flash(sentence, "info")
    if target == "/":
        return redirect(url_for("staff.sign_in"), 303)
    return redirect(f"{url_for('staff.sign_in')}?next={quote(target, safe='')}", 303)


def _ended() -> str:
    """What a worker whose session ended is told: why, and what became of what they sent; empty for a first visit."""
    why = "You were signed out, after 15 minutes without activity or at the end of 12 hours."
    if "typed_kept" not in g:
        return why if "expired_worker" in g else ""
    why = why if "expired_worker" in g else "You were signed out before this was sent."
    return f"{why} What you typed is kept: sign in to go on." if g.typed_kept else f"{why} Nothing was saved."


def _of_somebody_else() -> ResponseReturnValue | None:
    """The answer to a form that was shown to another worker, which the keeper of drafts gives; else None."""
    keeper = current_app.extensions.get("careplan_of_somebody_else")
    try:
        answer: ResponseReturnValue | None = keeper() if keeper is not None else None
    except HTTPException:  # told by whoever reads the form in earnest
        return None
    return answer


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None:
        _load()
        return None
    permission = getattr(current_app.view_functions.get(request.endpoint), MARK, None)
    if permission is None:
        abort(403)
    if request.endpoint in UNASKED:
        return None
    _load()
    if permission == PUBLIC:
        return None
    if g.actor is None:
        return _to_sign_in()
    if request.method == "POST" and (answer := _of_somebody_else()) is not None:
        return answer
    if not g.actor.may(permission):
        abort(403)
    _keep_closed(permission)
    return None


def _keep_closed(permission: Permission) -> None:
    """Refuse what would write to a closed service; a record's own door looks at its episode."""
    closed = g.actor.closed(permission)
    named = [closed[value] for value in (request.view_args or {}).values() if value in closed]
    if named and request.method == "POST" and permission.written:
        refuse_closed(named[0])
    if closed and not permission.reading and not g.actor.services(permission) and not _of_a_record():
        refuse_closed(next(iter(closed.values())))


def _of_a_record() -> bool:
    return "episode_id" in (request.view_args or {})


class Unmarked(RuntimeError):
    """A route was registered without a permission that a room declares; the app does not start."""


def refuse_unmarked(app: Flask) -> None:
    """Stop the start when a view names no permission, or one that no room declares."""
    declared = set(app.extensions["careplan_permissions"].values())
    bare = [name for name, view in app.view_functions.items() if getattr(view, MARK, None) not in declared]
    if bare:
        raise Unmarked(f"no permission declared for: {', '.join(sorted(bare))}")


def init_app(app: Flask) -> None:
    """Register the guard."""
    login_manager.init_app(app, add_context_processor=False)  # a page of refusal asks nobody who is signed in
    app.before_request(_guard)
