"""While PostgreSQL is away every answer is the 503 page, nothing is half written, and it works again by itself."""

import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg import _queries
from sqlalchemy import make_url, select, text

from careplan import config, create_app
from careplan.ground.db import db
from careplan.ground.permissions import PUBLIC
from careplan.staff.doors import needs
from careplan.staff.models import Worker
from tests.conftest import Browser, browser, own_database
from tests.furniture import furnish
from tests.walk import address, rules
from tests.world import build

pytestmark = pytest.mark.only_on("postgresql")
NEEDS_NO_DATABASE = {"today.healthz", "today.readyz", "static"}


class Line:
    """A line to the database server that can be cut: at once, or after so many messages to the server."""

    def __init__(self, host: str, port: int) -> None:
        self.server, self.up, self.left, self.silent = (host, port), True, -1, False
        self.ends: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                self.ends.append(near)
                if not self.up:
                    self.cut()
                    continue
                if self.silent:
                    continue
                far = socket.create_connection(self.server)
                self.ends.append(far)
                threading.Thread(target=self._pump, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, False), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                while self.silent:
                    sleep(0.01)
                if counted and self.left >= 0:
                    if self.left == 0:
                        self.cut()
                        return
                    self.left -= 1
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        self.up, self.left, self.silent = False, -1, False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut_after(self, messages: int) -> None:
        self.left = messages

    def close(self) -> None:
        self.cut()
        self.listener.shutdown(socket.SHUT_RDWR)
        for end in (self.listener, *self.ends):
            end.close()

    def hold(self) -> None:
        """Take everything and answer nothing, as a host that hangs does."""
        self.silent = True

    def mend(self) -> None:
        self.up, self.left, self.silent = True, -1, False


class World:
    """An app behind a line, and what stands in its database."""

    def __init__(self, app: Flask, settings: dict[str, Any], line: Line, house: Any, ids: Any) -> None:
        self.app, self.settings, self.line, self.house, self.ids = app, settings, line, house, ids


@pytest.fixture(scope="module")
def world(settings: dict[str, Any], database_server: str, migrated: str) -> Iterator[World]:
    with own_database(database_server, migrated) as url:
        parts = make_url(url)
        line = Line(parts.host or "127.0.0.1", parts.port or 5432)
        through = parts.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        own = settings | {"SQLALCHEMY_DATABASE_URI": through, "PROPAGATE_EXCEPTIONS": False}
        app = create_app(own)
        app.test_client_class = Browser
        with app.app_context():
            house = build()
            ids = furnish(house.service, house.keyworker, "Away", "9990000034")
            ids.service_id, ids.role, ids.from_on = house.service, "keyworker", "2010-01-01"
            db.session.commit()
            db.session.remove()
        yield World(app, own, line, house, ids)
        line.mend()
        with app.app_context():
            db.engine.dispose()
        line.close()


def is_the_page(answer: Any) -> bool:
    return (
        answer.status_code == 503
        and "the service is busy" in answer.text
        and answer.headers["Retry-After"] == "5"
        and "Content-Security-Policy" in answer.headers
    )


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [f"{one.name}: {one.getMessage()}" for one in caplog.records if one.exc_info]


@pytest.mark.parametrize("role", ["manager", "prescriber", "administrator"])
def test_every_route_answers_with_the_page(world: World, role: str, caplog: pytest.LogCaptureFixture) -> None:
    world.line.mend()
    who = browser(world.app, getattr(world.house, role))
    assert who.get("/account/password").status_code == 200
    world.line.cut()
    wrong, count = [], 0
    with caplog.at_level(logging.WARNING):
        for method in ("GET", "POST"):
            for rule in rules(world.app, method):
                if rule.endpoint in NEEDS_NO_DATABASE:
                    continue
                count += 1
                data = (
                    {"submission": f"{role}-{count}", "username": "kay", "password": "otter plum"}
                    if method == "POST"
                    else None
                )
                answer = who.open(address(world.app, rule, world.ids), method=method, data=data)
                if not is_the_page(answer):
                    wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert wrong == []
    assert count > 100
    assert len(tracebacks(caplog)) <= 1
    assert who.get("/healthz").status_code == 200
    assert who.get("/readyz").status_code == 503
    world.line.mend()
    assert who.get("/account/password").status_code == 200


def test_a_line_cut_at_any_message_of_a_form_leaves_all_or_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.line.mend()
    who = browser(world.app, world.house.administrator)
    form = {
        "username": "bea.cut",
        "name": "Bea Cut",
        "profession": "nurse",
        "prescriber": "none",
        "role": "keyworker",
        "service_id": world.house.service,
        "from_on-day": "1",
        "from_on-month": "3",
        "from_on-year": "2026",
    }
    answers = []
    with caplog.at_level(logging.WARNING):
        for messages in range(80):
            world.line.mend()
            who.get("/account/password")  # a connection that worked a moment ago
            world.line.cut_after(messages)
            answer = who.post("/workers/new", data=form | {"submission": "one-form"})
            answers.append(answer.status_code)
            if answer.status_code != 503:
                break
    assert set(answers[:-1]) == {503}
    assert answers[-1] == 303
    assert len(answers) > 5
    assert len(tracebacks(caplog)) <= 1
    world.line.mend()
    with world.app.app_context():
        assert len(db.session.scalars(select(Worker.id).where(Worker.name == "Bea Cut")).all()) == 1


def test_a_server_that_takes_everything_and_answers_nothing_is_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.line.mend()
    who = browser(world.app, world.house.manager)
    assert who.get("/account/password").status_code == 200
    monkeypatch.setattr("careplan.ground.db.RESTED", 0)
    world.line.hold()
    begun = monotonic()
    try:
        assert is_the_page(who.get("/account/password"))
    finally:
        world.line.mend()
    assert monotonic() - begun < 20
    assert who.get("/account/password").status_code == 200


def test_a_connection_that_the_server_ended_meanwhile_is_made_anew(
    world: World, database_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.line.mend()
    who = browser(world.app, world.house.manager)
    assert who.get("/account/password").status_code == 200
    monkeypatch.setattr("careplan.ground.db.RESTED", 0)
    with psycopg.connect(database_server.replace("+psycopg", ""), autocommit=True) as other:
        database = make_url(world.settings["SQLALCHEMY_DATABASE_URI"]).database
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        assert other.execute(ended, (database,)).fetchall()
    for _ in range(3):
        assert who.get("/account/password").status_code == 200


def test_a_line_that_nobody_closed_counts_as_lost_after_seconds(world: World) -> None:
    world.line.mend()
    with world.app.app_context(), db.engine.connect() as connection:
        told = connection.connection.driver_connection.info.get_parameters()
    assert told["tcp_user_timeout"] == "10000"
    assert int(told["keepalives_idle"]) + int(told["keepalives_interval"]) * 2 <= 20


def test_a_prepared_statement_is_planned_once(world: World) -> None:
    world.line.mend()
    counted = text(
        "SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements"
        " WHERE statement LIKE '%referred_since%'"
    )
    with world.app.app_context(), db.engine.connect() as connection:
        for day in range(12):
            asked = {"services": [str(day)], "day": f"2026-01-{day + 1:02}"}
            connection.execute(
                text(
                    "SELECT count(*) AS referred_since FROM episodes"
                    " WHERE service_id = ANY (:services) AND referred_on > CAST(:day AS date)"
                ),
                asked,
            )
        generic, custom = connection.execute(counted).one()
    assert generic >= 6
    assert custom == 0


def test_the_driver_reads_no_statement_of_a_record_at_each_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.line.mend()
    anew: list[bytes] = []

    def reads(query: bytes, encoding: str) -> Any:
        anew.append(query)
        return _queries._query2pg(query, encoding)

    monkeypatch.setattr(_queries, "_query2pg_nocache", reads)
    who = browser(world.app, world.house.keyworker)
    assert who.get(f"/record/{world.ids.episode_id}").status_code == 200
    assert anew == []


def test_a_statement_or_a_lock_that_takes_too_long_is_given_up_with_the_page(world: World) -> None:
    world.line.mend()
    slow = create_app(
        world.settings | {"DATABASE_LIMITS": {"statement": 1, "lock": 0.2, "refuse_superuser": False}}
    )

    @slow.get("/slow")
    @needs(PUBLIC)
    def sleeps() -> str:
        db.session.execute(text("SELECT pg_sleep(10)"))
        return "slept"

    @slow.post("/locked")
    @needs(PUBLIC)
    def waits() -> str:
        db.session.execute(text("LOCK TABLE drafts IN SHARE MODE"))
        return "locked"

    with slow.app_context(), db.engine.connect() as other:
        shown = [other.execute(text(f"SHOW {name}_timeout")).scalar() for name in ("statement", "lock")]
        assert shown == ["1s", "200ms"]
        other.execute(text("LOCK TABLE drafts IN ACCESS EXCLUSIVE MODE"))
        for answer in (slow.test_client().get("/slow"), slow.test_client().post("/locked")):
            assert is_the_page(answer)
        other.rollback()
    assert slow.test_client().post("/locked").status_code == 200
    with slow.app_context():
        db.engine.dispose()


@pytest.fixture
def plain_role(world: World) -> Iterator[str]:
    """The address of the database for a role that may do nothing special."""
    world.line.mend()
    with world.app.app_context(), db.engine.connect() as connection:
        run = connection.execution_options(isolation_level="AUTOCOMMIT").execute
        run(text("CREATE ROLE careplan_plain LOGIN PASSWORD 'only for tests'"))
        url = make_url(world.settings["SQLALCHEMY_DATABASE_URI"])
        yield url.set(username="careplan_plain", password="only for tests").render_as_string(False)
        run(text("DROP ROLE careplan_plain"))


PRODUCTION = {"SECRET_KEY": "q8Zr-tv2LmXw5-Kd0PfYh7-Bn3Gs6Jc-9Wx", "CAREPLAN_ENV": "production"}


def test_production_refuses_a_superuser_as_database_role(world: World, plain_role: str) -> None:
    def start(url: str) -> Flask:
        return create_app(config.settings(PRODUCTION | {"DATABASE_URL": url}))

    with pytest.raises(config.Refused, match="superuser"):
        start(world.settings["SQLALCHEMY_DATABASE_URI"])
    plain = start(plain_role)
    with plain.app_context():
        assert db.session.scalar(text("SELECT current_user")) == "careplan_plain"
        db.session.remove()
        db.engine.dispose()


def test_a_superuser_gets_no_page_either_when_the_database_was_away_at_the_start(world: World) -> None:
    world.line.mend()
    world.line.cut()
    late = create_app(
        config.settings(PRODUCTION | {"DATABASE_URL": world.settings["SQLALCHEMY_DATABASE_URI"]})
    )
    world.line.mend()
    assert late.test_client().get("/readyz").status_code == 503


def test_a_command_says_in_one_line_that_the_database_is_away(world: World, tmp_path: Path) -> None:
    world.line.mend()
    world.line.cut()
    url = world.settings["SQLALCHEMY_DATABASE_URI"]
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from careplan.cli import main; main()",
            "worker",
            "role",
            "kay",
            "keyworker",
            "S",
        ],
        cwd=Path(__file__).resolve().parents[1],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "CAREPLAN_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("Error: the database cannot be used, nothing was done: connection failed")
    assert run.stderr.count("\n") == 1
