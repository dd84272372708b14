"""What every page stands in: globals and filters of templates, files, headers, error pages, the stale page.

Templates may use, besides Flask's own: `form_start, field, submit, form_end, error_summary, asset,
csrf_input, way_back` and the filters of `words.py`. `create_app` may register the globals `actor` (somebody with
`name`, `roles` and `place`, or a function) and `nav` (NavItem or (text, href) in order) for the header.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined

from careplan.ground.clock import now
from careplan.ui import files, headers, problems, render, returning, words
from careplan.ui.fields import CARRIED

bp = Blueprint("ui", __name__, template_folder="templates")
Difference = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation: its words, its address, whether the page belongs to it."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What the header says about the worker; empty words for somebody not signed in."""

    home: str
    worker: str = ""
    role: str = ""
    service: str = ""
    sign_out: str = ""
    nav: tuple[NavItem, ...] = ()
    password: str = ""
    at: datetime | None = None


def init_app(app: Flask) -> None:
    """Make the frame ready; `create_app` calls this once, and may put a record's frame `around` a stale page."""
    app.register_blueprint(bp)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(render.GLOBALS, frame=frame, around="ui/page.html")
    app.jinja_env.filters.update(words.FILTERS, lines=render.escaped, options=render.options)
    files.init_app(app)
    headers.init_app(app)
    problems.init_app(app)
    returning.init_app(app)


def frame(bare: bool = False) -> Frame:
    """The header of this request; `bare` asks nobody who is signed in."""
    home = address("today.today") or "/"
    who = None if bare else _ask("actor")
    if who is None:
        return Frame(home)
    roles = ", ".join(str(role).replace("_", " ") for role in getattr(who, "roles", ()))
    service = str(getattr(who, "place", ""))
    return Frame(
        home,
        str(who.name),
        roles,
        service,
        address("staff.sign_out"),
        tuple(_nav()),
        address("staff.password"),
        now(),
    )


def _ask(name: str) -> Any:
    """A template global of `create_app`, called if it is a function; None when it is missing."""
    value = current_app.jinja_env.globals.get(name)
    return value() if callable(value) else value


def address(endpoint: str, **values: Any) -> str:
    """The address of a page, worked out once and given its ids; empty when no room has such a page."""
    here = request_ctx._get_current_object()  # type: ignore[attr-defined]
    app = here.app
    if endpoint not in app.view_functions:
        return ""
    for value in values.values():
        if not value or not isinstance(value, str):
            return url_for(endpoint, **values)
    made: dict[tuple[str, ...], Callable[..., str]] = app.extensions.setdefault("careplan_addresses", {})
    where = here.request.script_root, endpoint, *values
    make = made.get(where)
    if make is None:
        make = made[where] = addresses(endpoint, *values)
    return make(*values.values())


def addresses(endpoint: str, *parts: str, **values: Any) -> Callable[..., str]:
    """What makes the addresses of a list's rows of these parts; `url_for` takes six times as long for each."""
    marks: dict[str, Any] = {part: f"-{part}-" for part in parts}
    pattern = url_for(endpoint, **marks | values)
    for place, mark in enumerate(marks.values()):
        pattern = pattern.replace(mark, f"{{{place}}}")
    return lambda *ids: pattern.format(*map(_quoted, ids))


@lru_cache(10_000)
def _quoted(part: str) -> str:
    return quote(part, safe="")


def _nav() -> Iterable[NavItem]:
    for item in _ask("nav") or ():
        if isinstance(item, NavItem):
            yield item
        else:
            text, href = item[:2]
            yield NavItem(
                str(text), str(href), bool(item[2]) if len(item) > 2 else render.rooted(request.path) == href
            )


def kept(words: str, to: str) -> ResponseReturnValue:
    """Say what was saved, and go on."""
    flash(words, "success")
    return redirect(to, 303)


def told(words: str, to: str) -> ResponseReturnValue:
    """Say why there is nothing to do here, and go where there is."""
    flash(words, "info")
    return redirect(to, 303)


def stale(
    form: Any,
    differences: Sequence[Difference],
    back: str,
    *,
    seen: object | None = None,
    again: Sequence[tuple[str, str]] | None = None,
) -> ResponseReturnValue:
    """409: the record changed since the page was shown. Both texts; what was typed can be sent again.

    `differences` are (label, what is saved now, what you typed). `seen` is the version now; or set
    `form.seen.data` to it before the call. Without either the page offers no second save. `again`: what a second
    save sends, where that is not simply what was typed.
    """
    posted = (form.seen.raw_data or [""])[0]
    if seen is not None:
        form.seen.data = seen
    offered = (form.seen.data or "") != posted
    changed = [one for one in differences if str(one[1]).strip() != str(one[2]).strip()]
    page = render_template(
        "ui/stale.html",
        stale_form=form,
        changed=changed,
        back=back,
        again=offered,
        typed=_typed(form) if again is None else again,
    )
    return page, 409


def _typed(form: Any) -> list[tuple[str, str]]:
    """Everything that was typed, as name and value, to be sent again unchanged."""
    own = CARRIED | {form.seen.name, form.submission.name}
    return [(name, value) for name, values in request.form.lists() if name not in own for value in values]
