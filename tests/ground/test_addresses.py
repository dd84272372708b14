"""No answer is made from a Host header that anybody may write, and no other site sends a form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from careplan import config, create_app
from careplan.ground.addresses import cross_site
from careplan.ground.db import db
from careplan.ground.permissions import PUBLIC
from careplan.staff.doors import needs
from tests.conftest import Browser

SETTINGS = {
    "SECRET_KEY": "q8Zr-tv2LmXw5-Kd0PfYh7-Bn3Gs6Jc-9Wx",
    "CAREPLAN_HOSTS": "careplan.example, 10.0.0.5",
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Any]:
    """An app in production behind this many proxies, with a door that tells what it knows of the request."""
    made: list[Flask] = []

    def start(proxies: str = "0") -> Flask:
        own = {"DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite'}", "CAREPLAN_PROXIES": proxies}
        app = create_app(config.settings(SETTINGS | own))

        @app.get("/told")
        @needs(PUBLIC)
        def told() -> str:
            return f"{request.scheme} {request.host} {request.remote_addr}"

        made.append(app)
        return app

    yield start
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(
    ("fetch_site", "origin", "other"),
    [
        ("same-origin", "https://careplan.example", False),
        ("none", None, False),
        ("cross-site", None, True),
        ("same-site", "https://other.example", True),
        (None, "https://careplan.example", False),
        (None, "http://CAREPLAN.example", False),  # TLS may end at a proxy
        (None, "https://careplan.example.evil.example", True),
        (None, "null", True),
        (None, "", True),
        (None, None, False),
    ],
)
def test_a_browser_tells_where_a_form_comes_from(
    fetch_site: str | None, origin: str | None, other: bool
) -> None:
    assert cross_site(fetch_site, origin, "careplan.example") is other


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/workers/new", "/drafts", "/doses", "/no-such-page"]
)
def test_a_form_of_another_site_is_refused_at_every_door(
    as_administrator: Browser, path: str, header: dict[str, str]
) -> None:
    answer = as_administrator.post(path, headers=header)
    assert answer.status_code == 403
    assert "You cannot open this page" in answer.text
    assert 'rel="stylesheet"' in answer.text


def test_reading_a_page_from_a_link_elsewhere_is_allowed(as_keyworker: Browser) -> None:
    assert as_keyworker.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/..", "/workers//new", "/record//x"])
def test_an_address_with_two_slashes_is_not_found_and_leads_nowhere(anyone: Browser, path: str) -> None:
    answer = anyone.get("/", environ_overrides={"PATH_INFO": path, "HTTP_HOST": "evil.example"})
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_no_redirect_names_a_host(anyone: Browser) -> None:
    for path in ("/", "/caseload", "/workers", "/sign-in/", "//"):
        whence = {"PATH_INFO": path, "HTTP_HOST": "evil.example"}
        location = anyone.get("/", environ_overrides=whence).headers.get("Location", "/")
        assert location.startswith("/")
        assert not location.startswith("//")


def test_only_the_hosts_of_the_setting_are_answered(server: Any) -> None:
    browser = server().test_client()
    assert browser.get("/healthz", base_url="https://careplan.example").status_code == 200
    assert browser.get("/healthz", base_url="http://10.0.0.5:8000").status_code == 200
    for path in ("/healthz", "/sign-in", "/static/careplan.css", "/no-such-page"):
        refused = browser.get(path, base_url="https://evil.example")
        assert (refused.status_code, refused.text) == (400, "This is not an address of careplan.\n")
        assert refused.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("proxies", "told"),
    [
        ("0", "http 10.0.0.5 127.0.0.1"),
        ("1", "https careplan.example 192.0.2.7"),
    ],
)
def test_a_proxy_is_believed_only_when_the_setting_says_so(server: Any, proxies: str, told: str) -> None:
    said = {
        "X-Forwarded-For": "203.0.113.9, 192.0.2.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "careplan.example",
    }
    browser = server(proxies).test_client()
    assert browser.get("/told", base_url="http://10.0.0.5", headers=said).text == told
    if proxies == "1":
        said["X-Forwarded-Host"] = "evil.example"
        assert browser.get("/told", base_url="http://10.0.0.5", headers=said).status_code == 400
