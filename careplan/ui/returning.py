"""A form that another page led to leads back there. `back` in an address can only name a page that offers itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from flask import Flask, Response, current_app, redirect, request, session, url_for
from flask.sansio.app import App
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from careplan.ui.render import own_address, rooted

NAME = "back"
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Way:
    """The way back: its words and its address."""

    text: str
    href: str


def offer(app: App, pages: Mapping[str, str], forms: frozenset[str]) -> None:
    """The endpoints of pages to which forms may lead back, with the words of the link.

    `forms`: endpoints of POST that end their work: saved, they lead back at once. From any other form, and from the
    pages around it, a link does.
    """
    values: dict[str, str] = app.extensions.setdefault("careplan_back_to", {})
    values.update(pages)
    app.extensions.setdefault("careplan_back_from", set()).update(forms)


def led(endpoint: str, **values: Any) -> str:
    """The address of a form or page that leads back to the present page."""
    return url_for(endpoint, **(values | {NAME: own_address()}))


def init_app(app: Flask) -> None:
    """Keep the way back from a link to the return."""
    app.extensions.setdefault("careplan_back_to", {})
    app.extensions.setdefault("careplan_back_from", set())
    app.before_request(_remember)
    app.after_request(_lead_back)
    app.jinja_env.globals.update(way_back=way_back, led=led)


def page_of(target: str) -> str | None:
    """The endpoint of an address of ours that offers itself; none for anything else."""
    if not target.startswith("/") or not target.isprintable() or len(target) > LONGEST or "\\" in target:
        return None
    parts = urlsplit(target)
    dots = {".", ".."} & {unquote(one) for one in parts.path.split("/")}  # a browser would walk up from there
    if parts.scheme or parts.netloc or parts.path.startswith("//") or dots:
        return None
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except HTTPException:
        return None
    return endpoint if endpoint in current_app.extensions["careplan_back_to"] else None


def way_back() -> Way | None:
    """The way back from a page of what was opened to be mended; none elsewhere."""
    kept = session.get(NAME)
    if kept is None or not f"{request.path}/".startswith(f"{_scope(kept[1])}/"):
        return None
    endpoint = page_of(kept[0])
    values: Mapping[str, str] = current_app.extensions["careplan_back_to"]
    return (
        None if endpoint is None or request.endpoint == endpoint else Way(values[endpoint], rooted(kept[0]))
    )


def _scope(path: str) -> str:
    """The record, or the part of the evidence, that a path belongs to: its first three parts."""
    return "/".join(path.split("/")[:3])


def _remember() -> ResponseReturnValue | None:
    """Keep where a worker came from, and show the page under its own address; forget it on the return."""
    if request.method != "GET" or request.endpoint is None:
        return None
    if NAME not in request.args:
        kept = session.get(NAME)
        if (
            request.endpoint in current_app.extensions["careplan_back_to"]
            and kept
            and request.path != kept[1]
        ):
            session.pop(NAME)
        return None
    if page_of(request.args[NAME]) is not None:
        session[NAME] = [request.args[NAME], request.path]
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != NAME]
    here = rooted(request.path)
    return redirect(f"{here}?{urlencode(rest)}" if rest else here, 303)


def _lead_back(response: Response) -> Response:
    kept = session.get(NAME) if request.method == "POST" and response.status_code == 303 else None
    if (
        kept is not None
        and request.endpoint in current_app.extensions["careplan_back_from"]
        and request.path == kept[1]
        and page_of(kept[0]) is not None
    ):
        response.location = rooted(kept[0])
    return response
