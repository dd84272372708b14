"""Production refuses to start half-protected, and says why in one line."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from careplan.cli import group
from careplan.config import Refused, may_be_production, settings
from careplan.ground.db import db
from careplan.staff.doors import Unmarked

GOOD = {"SECRET_KEY": "q8Zr-3nXv7LkT0pWc5YbJ2mHs9Gd4FaE"}
ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 40}, "SECRET_KEY"),
        ({"FLASK_DEBUG": "1"}, "debug"),
        ({"CAREPLAN_DEBUG": "true"}, "debug"),
        ({"CAREPLAN_HTTP_COOKIES": "1"}, "cookies"),
        ({"CAREPLAN_ENV": "staging"}, "CAREPLAN_ENV"),
        ({"CAREPLAN_STATEMENT_SECONDS": "soon"}, "CAREPLAN_STATEMENT_SECONDS"),
        ({"CAREPLAN_LOCK_SECONDS": "-1"}, "CAREPLAN_LOCK_SECONDS"),
        ({"CAREPLAN_PROXIES": "many"}, "CAREPLAN_PROXIES"),
    ],
)
def test_an_unsafe_setting_is_refused_and_named(bad: dict[str, str], word: str) -> None:
    with pytest.raises(Refused, match=word):
        settings(GOOD | bad)


def test_production_sends_cookies_over_https_alone() -> None:
    found = settings(GOOD)
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_HTTPONLY"] is True


def test_a_server_without_a_secret_stops_with_one_line(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "CAREPLAN_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert run.stderr.strip().count("\n") == 0
    assert "SECRET_KEY" in run.stderr


def test_the_command_serves_with_the_settings_of_the_environment_and_not_with_those_of_commands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served: list[Flask] = []
    monkeypatch.setattr("waitress.serve", lambda app, **_: served.append(app))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    own = {"DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite'}", "CAREPLAN_HOSTS": "careplan.example"}
    refused = CliRunner().invoke(group, ["serve"], env=own | {"SECRET_KEY": "", "CAREPLAN_ENV": ""})
    assert (refused.exit_code, served) == (2, [])
    assert "SECRET_KEY is missing" in refused.stderr
    started = CliRunner().invoke(group, ["serve"], env=own | GOOD | {"CAREPLAN_ENV": "production"})
    assert started.exit_code == 0, started.output
    (app,) = served
    found = {name: app.config[name] for name in ("CAREPLAN_ENV", "SECRET_KEY", "TRUSTED_HOSTS")}
    expected = {"CAREPLAN_ENV": "production", "TRUSTED_HOSTS": ["careplan.example"]}
    assert found == expected | GOOD
    assert app.config["DATABASE_LIMITS"]["refuse_superuser"]
    with app.app_context():
        db.engine.dispose()


def test_a_route_without_a_permission_stops_the_start(application) -> None:
    from careplan.staff.doors import refuse_unmarked

    def bare() -> str:
        return ""

    application.view_functions["planted"] = bare
    try:
        with pytest.raises(Unmarked, match="planted"):
            refuse_unmarked(application)
    finally:
        del application.view_functions["planted"]


@pytest.mark.parametrize(
    ("environment", "production"),
    [
        ({}, False),
        ({"DATABASE_URL": "sqlite:///tried.sqlite"}, False),
        ({"DATABASE_URL": "postgresql+psycopg://careplan@db/careplan"}, True),
        ({"SECRET_KEY": "x"}, True),
        ({"CAREPLAN_ENV": "production"}, True),
        ({"CAREPLAN_ENV": "development", "DATABASE_URL": "postgresql+psycopg://careplan@db/try"}, False),
    ],
)
def test_what_does_not_say_that_it_is_development_may_be_production(environment, production):
    assert may_be_production(environment) is production
