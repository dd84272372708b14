"""What the worker reads when a page cannot be shown: plain words, and what to do next."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """A title and sentences; `bare` pages ask neither database nor session."""

    title: str
    sentences: tuple[str, ...]
    bare: bool = False


SAVED = "Nothing was saved."
PROBLEMS = {
    400: Problem(
        "The page could not be sent",
        (
            "It was open for too long, or you signed in again in another tab.",
            SAVED,
            "Go back, load it again and send it once more.",
        ),
    ),
    401: Problem("Sign in to see this page", ("You were signed out, or you have not signed in yet.",)),
    403: Problem(
        "You cannot open this page",
        ("Your role does not include it.", "If your work needs it, ask the administrator of your service."),
    ),
    404: Problem(
        "Page not found",
        (
            "If you typed the address, check it.",
            "If it belongs to a client, the client may be with another service.",
        ),
    ),
    405: Problem(
        "Page not found", ("This address takes a form that was sent, and cannot be opened by itself.",)
    ),
    409: Problem(
        "Somebody else saved at the same moment",
        (SAVED, "Go back, load the page again and check what changed before you save."),
    ),
    413: Problem(
        "That was too much to send",
        (
            "What is typed may be 16 MB long; a document 10 MB at most.",
            SAVED,
            "Go back: what you typed is still there. Then choose a smaller file, for example a scan at a lower "
            "resolution, or shorten the text.",
        ),
    ),
    422: Problem("The page could not be read", (SAVED, "Go back, check what you entered and send it again.")),
    429: Problem("Too many attempts", ("Wait a few minutes, then try again.",)),
    500: Problem(
        "Sorry, there is a problem with the service",
        (
            SAVED,
            "Try again in a few minutes. If it happens again, tell your administrator the time it happened.",
        ),
        bare=True,
    ),
    503: Problem("Sorry, the service is busy", (SAVED, "Try again in a minute."), bare=True),
}


def init_app(app: Flask) -> None:
    """Answer every refusal, and every fault (logged by Flask, turned into a 500), with a page."""
    app.register_error_handler(HTTPException, refused)


def refused(error: HTTPException) -> ResponseReturnValue:
    """A page for an HTTP refusal; redirects and ready-made answers pass through."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    answer = make_response(page(error.code), error.code)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def page(code: int) -> str:
    """The page for a status; plain HTML if even the frame cannot be drawn."""
    problem = PROBLEMS.get(code) or PROBLEMS[400 if code < 500 else 500]
    try:
        return _drawn(problem)
    except Exception:
        log.exception("error page failed")
        return f"<!DOCTYPE html><html lang=en><title>Careplan</title><h1>{problem.title}</h1>"


def _drawn(problem: Problem) -> str:
    """Without what rooms add to all of their pages (`render_template` does): it may be what just failed."""
    return current_app.jinja_env.get_template("ui/problem.html").render(problem=problem, bare=problem.bare)


def problem_answer(code: int, problem: Problem) -> Response:
    """A page with its own words, to be given to `abort`."""
    return make_response(_drawn(problem), code)
