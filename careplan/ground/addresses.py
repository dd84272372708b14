"""Which hosts and proxies are ours, and that a form comes from a page of ours."""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from careplan.ground.requests import SAFE

NOT_OURS = "This is not an address of careplan.\n"


def cross_site(fetch_site: str | None, origin: str | None, host: str) -> bool:
    """Whether another site sent the request: by what the browser says of it, else by the host of its Origin.

    Sec-Fetch-Site comes from every present browser (W3C Fetch Metadata); a request without either header is no
    browser's, or an old one's, and its forms are held by their token alone.
    """
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc.lower() != host.lower()


def _ours() -> ResponseReturnValue | None:
    if isinstance(request.routing_exception, SecurityError):
        return NOT_OURS, 400, {"Content-Type": "text/plain; charset=utf-8"}
    if request.method not in SAFE and cross_site(
        request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host
    ):
        abort(403)
    return None


def init_app(app: Flask) -> None:
    """Ask before anything else; trust as many proxies as the setting PROXIES says; no address is mended by a redirect.

    A redirect that mends an address is made with the Host header, which anybody may write.
    """
    app.url_map.merge_slashes = False
    if proxies := app.config.get("PROXIES", 0):
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    app.before_request(_ours)
