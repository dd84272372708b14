"""Fixtures: the app on a database of its own, rolled back after each test, and people by role."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from time import time
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from psycopg._preparing import PrepareManager
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from careplan import create_app
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.ground.memory import forget
from careplan.ground.migrations import upgrade
from careplan.staff.models import Worker
from tests.furniture import furnish
from tests.world import build

# Other work on the machine must not fail a law: none is held to a time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


LONGEST = ("tests/test_bad_input.py", "tests/journeys/", "tests/package/", "tests/demo/", "tests/audit/")
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")  # nothing stands for SQLite; read here and nowhere else
DIALECT = "postgresql" if POSTGRESQL.startswith("postgresql") else "sqlite"


def pytest_configure(config: pytest.Config) -> None:
    """With CAREPLAN_TESTS_AT ("2026-11-29T00:03+00:00") every test begins at that moment, which it must pass too."""
    if moment := os.environ.get("CAREPLAN_TESTS_AT"):
        ahead = datetime.fromisoformat(moment).timestamp() - time()
        os.environ["CAREPLAN_TESTS_AHEAD"] = str(ahead)  # the server of the journeys is as far ahead
        config.add_cleanup(travel(ahead).stop)


def travel(ahead: float) -> time_machine.travel:
    """Let the clock of this process go so many seconds ahead."""
    machine = time_machine.travel(time() + ahead, tick=True)
    machine.start()
    time()  # it ticks from the first look at it
    return machine


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what stands on a database, leaves out what is about the other one, and puts what takes longest first."""
    other = [
        item for item in items if (only := item.get_closest_marker("only_on")) and DIALECT not in only.args
    ]
    for item in items:
        if "database_server" in item.fixturenames:  # type: ignore[attr-defined]
            item.add_marker("database")
    config.hook.pytest_deselected(items=other)
    items[:] = sorted(
        (item for item in items if item not in other),
        key=lambda item: [not item.nodeid.startswith(start) for start in LONGEST],
    )


def pytest_collection_finish() -> None:
    """Search for rings of objects less often, and not among what is loaded by now: it stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def database_server() -> str:
    """The address of PostgreSQL, or nothing for SQLite. What asks for it, directly or not, is run on both."""
    return POSTGRESQL if DIALECT == "postgresql" else ""


class Browser(FlaskClient):
    """A client whose every request starts from nothing, whatever context the test itself stands in."""

    def open(self, *arguments: Any, **named: Any) -> Any:
        answer = Context().run(super().open, *arguments, **named)
        answer.request.environ["wsgi.input"].close()  # of a large upload it is a file
        return answer


@contextmanager
def own_database(server: str, like: str = "") -> Iterator[str]:
    """The address of a database that nobody else uses, empty or a copy: on this server, or a file of SQLite."""
    if not server:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "test.sqlite"
            if like:
                shutil.copy(str(make_url(like).database), file)
            yield f"sqlite:///{file}"
        return
    base = make_url(server)
    name = f"{base.database}_{uuid4().hex[:8]}"
    copied = f'TEMPLATE "{make_url(like).database}"' if like else ""
    engine = create_engine(base.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" {copied}'))
        # What is dropped afterwards need not survive a power cut: commits do not wait for the disk.
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit TO off'))
    yield base.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture(scope="session")
def migrated(database_server: str) -> Iterator[str]:
    """A migrated database without rows, from which others are copied; nobody connects to it."""
    with own_database(database_server) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def database_url(database_server: str, migrated: str) -> Iterator[str]:
    """The database of most tests: SQLite unless TEST_DATABASE_URL names a PostgreSQL server."""
    with own_database(database_server, migrated) as url:
        yield url


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """Settings of the app under test; CSRF is off here and has tests of its own."""
    return {
        "TESTING": True,
        "CAREPLAN_ENV": "development",
        "SECRET_KEY": "kept-only-for-tests-0123456789-abcdef",
        "WTF_CSRF_ENABLED": False,
        "IDLE_MINUTES": 15,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 16 * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
    }


class Plans(PrepareManager):
    """What PostgreSQL has planned stays planned when a transaction or savepoint is undone: tests change no tables."""

    prepare_threshold = 1
    prepared_max = 2000

    def _should_discard(self, *_: Any) -> bool:
        return False

    def clear(self) -> bool:
        """Called by the driver itself when it rolls back."""
        return False


def keep_plans(connection: Any, _record: Any) -> None:
    """After each test the driver would let the server plan every statement anew."""
    connection._prepared = Plans()


def opened(settings: dict[str, Any], url: str) -> Flask:
    """The app over this database."""
    app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        if DIALECT == "postgresql":
            event.listen(db.engine, "connect", keep_plans)
    return app


@pytest.fixture(scope="session")
def application(settings: dict[str, Any], database_url: str) -> Iterator[Flask]:
    """The app over a migrated database, once for all tests."""
    app = opened(settings, database_url)
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.engine.dispose()


def settled(app: Flask) -> tuple[Engine, SimpleNamespace]:
    """Builds the small world in the database of this app."""
    with app.app_context():
        world = build()
        db.session.commit()
        return db.engine, world


@pytest.fixture(scope="session")
def inhabited(
    settings: dict[str, Any], database_server: str, migrated: str
) -> Iterator[tuple[Engine, SimpleNamespace]]:
    """A database in which the small world stands already, and its ids: built once for all tests."""
    with own_database(database_server, migrated) as url:
        engine, world = settled(opened(settings, url))
        yield engine, world
        engine.dispose()


@pytest.fixture(scope="session")
def furnished_world(
    settings: dict[str, Any], database_server: str, inhabited: tuple[Engine, SimpleNamespace]
) -> Iterator[tuple[Engine, SimpleNamespace]]:
    """The small world once more, with a row of every kind at its first service, and the ids of these rows."""
    first, world = inhabited
    first.dispose()  # PostgreSQL copies a database only while nobody is connected to it
    with own_database(database_server, first.url.render_as_string(hide_password=False)) as url:
        with opened(settings, url).app_context():
            ids = furnish(world.service, world.keyworker, "CANARY-N", "9990000034")
            db.session.commit()
            engine = db.engine
        ids.service_id, ids.role, ids.from_on = world.service, "keyworker", "2010-01-01"
        yield engine, ids
        engine.dispose()


@pytest.fixture
def app(application: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app inside one outer transaction: whatever the test writes is gone after it."""
    engines = db._app_engines[application]
    engine = engines[None]
    built = next((name for name in ("furnished_world", "inhabited") if name in request.fixturenames), None)
    stands = request.getfixturevalue(built)[0] if built else engine
    forget()
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    with stands.connect() as connection:
        outer = connection.begin()
        engines[None] = connection
        try:
            yield application
        finally:
            engines[None] = engine
            outer.rollback()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A database session in an app context, for tests of queries and actions."""
    with app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture
def house(app: Flask, inhabited: tuple[Engine, SimpleNamespace]) -> SimpleNamespace:
    """A small world: ids of services, workers, clients and episodes, and `actors` by role."""
    return deepcopy(inhabited[1])


@pytest.fixture
def ids(house: SimpleNamespace, furnished_world: tuple[Engine, SimpleNamespace]) -> SimpleNamespace:
    """The first service, furnished: the ids of a row of every kind."""
    return deepcopy(furnished_world[1])


def browser(app: Flask, worker_id: str) -> Browser:
    """A browser in which this worker is signed in."""
    client = app.test_client()
    with app.app_context():
        key = db.session.get_one(Worker, worker_id).session_key
    moment = now().timestamp()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=f"{worker_id}|{key}", since=moment, seen=moment)
    return client  # type: ignore[return-value]


@pytest.fixture
def anyone(app: Flask) -> Browser:
    """Nobody signed in."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def as_keyworker(app: Flask, house: SimpleNamespace) -> Browser:
    """Kay Keyworker of the first service."""
    return browser(app, house.keyworker)


@pytest.fixture
def as_prescriber(app: Flask, house: SimpleNamespace) -> Browser:
    """Dr Pria Prescriber of the first service."""
    return browser(app, house.prescriber)


@pytest.fixture
def as_manager(app: Flask, house: SimpleNamespace) -> Browser:
    """Mo Manager of the first service."""
    return browser(app, house.manager)


@pytest.fixture
def as_administrator(app: Flask, house: SimpleNamespace) -> Browser:
    """Ada Administrator of the first service."""
    return browser(app, house.administrator)


@pytest.fixture
def as_auditor(app: Flask, house: SimpleNamespace) -> Browser:
    """Audrey Auditor of the first service."""
    return browser(app, house.auditor)


@pytest.fixture
def as_reception(app: Flask, house: SimpleNamespace) -> Browser:
    """Reece at the reception of the first service."""
    return browser(app, house.reception)


@pytest.fixture
def as_clinical_lead(app: Flask, house: SimpleNamespace) -> Browser:
    """Leah Lead of the first service."""
    return browser(app, house.clinical_lead)


@pytest.fixture
def charlie(app: Flask, house: SimpleNamespace) -> Browser:
    """Charlie Outsider: keyworker, prescriber and manager of the other service, who must see nothing of the first."""
    return browser(app, house.charlie)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SELECT, INSERT, UPDATE and DELETE that is sent while the test runs; clear() it before the act."""
    seen: list[str] = []
    engine = db._app_engines[app][None].engine

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if (
            statement.lstrip()[:6].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE"}
            or statement[:4] == "WITH"
        ):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
