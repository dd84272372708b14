"""A form counts only when our own page sent it; over https with the settings of production."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from careplan import config, create_app
from careplan.ground.db import db

US = "https://careplan.example/"


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Any]:
    """A browser at a server in production."""
    environment = {
        "SECRET_KEY": "q8Zr-tv2LmXw5-Kd0PfYh7-Bn3Gs6Jc-9Wx",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite'}",
    }
    app = create_app(config.settings(environment))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def send(visitor: Any, token: str | None, **headers: str) -> int:
    data = {} if token is None else {"csrf_token": token}
    return int(visitor.post("/sign-in", base_url=US, data=data, headers=headers).status_code)


def test_only_our_own_page_sends_a_form(visitor: Any) -> None:
    page = visitor.get("/sign-in", base_url=US)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))[1]
    assert send(visitor, token, Referer=f"{US}sign-in") == 422
    assert send(visitor, None, Referer=f"{US}sign-in") == 400
    assert send(visitor, token[:-2] + "xx", Referer=f"{US}sign-in") == 400
    assert send(visitor, token, Referer="https://evil.example/") == 400


def test_browsers_tell_our_own_pages_where_a_form_comes_from(visitor: Any) -> None:
    # Over https the CSRF check asks for the Referer: a policy of no-referrer would refuse every form.
    assert visitor.get("/sign-in", base_url=US).headers["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts(visitor: Any) -> None:
    cookie = visitor.get("/sign-in", base_url=US).headers["Set-Cookie"]
    assert cookie.startswith("__Host-careplan=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
