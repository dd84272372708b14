"""Every connection keeps its promises, and a request is one transaction."""

from typing import Any

import pytest
from flask import Flask, abort
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DataError, OperationalError

from careplan import create_app
from careplan.ground.db import db, promise, transaction
from careplan.ground.migrations import upgrade
from careplan.ground.permissions import PUBLIC
from careplan.ground.reading import read
from careplan.staff.doors import needs
from careplan.trail.actions import write
from careplan.trail.models import TrailEntry


@pytest.fixture
def own_app(settings: dict[str, Any], tmp_path: object) -> Flask:
    """An app on a SQLite file of its own, with three doors that write one trail entry each."""
    own = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/own.sqlite", "PROPAGATE_EXCEPTIONS": False}
    app = create_app(settings | own)

    def note() -> None:
        write("test.noted", by="tests", subject="tests:1")

    @app.post("/fine")
    @needs(PUBLIC)
    def fine() -> str:
        note()
        return "fine"

    @app.post("/refused")
    @needs(PUBLIC)
    def refused() -> tuple[str, int]:
        note()
        return "refused", 422

    @app.post("/broken")
    @needs(PUBLIC)
    def broken() -> str:
        note()
        raise RuntimeError("planted")

    @app.post("/full")
    @needs(PUBLIC)
    def full() -> str:
        note()
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    @app.post("/unheld")
    @needs(PUBLIC)
    def unheld() -> str:
        note()
        raise DataError("SELECT", {}, Exception("text fields cannot contain NUL"))

    @app.get("/named/<name>")
    @needs(PUBLIC)
    def named(name: str) -> str:
        return f"found {name}"

    @app.get("/quiet")
    @needs(PUBLIC)
    def quiet() -> str:
        note()
        return "a GET that writes although it may not"

    @app.get("/missing")
    @needs(PUBLIC)
    def missing() -> str:
        abort(404)

    with app.app_context(), db.engine.begin() as connection:
        upgrade(connection)
    return app


def entries(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(TrailEntry)) or 0


@pytest.mark.parametrize(
    ("path", "status", "written"),
    [("/fine", 200, 1), ("/refused", 422, 0), ("/broken", 500, 0), ("/full", 503, 0), ("/unheld", 422, 0)],
)
def test_a_post_is_kept_whole_or_not_at_all(own_app: Flask, path: str, status: int, written: int) -> None:
    assert own_app.test_client().post(path).status_code == status
    assert entries(own_app) == written


def test_an_address_with_what_no_database_holds_is_not_found(own_app: Flask) -> None:
    browser = own_app.test_client()
    assert browser.get("/named/one").status_code == 200
    assert browser.get("/named/one%00").status_code == 404


def test_a_get_that_is_not_marked_never_writes(own_app: Flask) -> None:
    own_app.test_client().get("/quiet")
    assert entries(own_app) == 0


def test_a_busy_database_answers_503_in_words_and_says_when_to_come_back(own_app: Flask) -> None:
    answer = own_app.test_client().post("/full")
    assert answer.headers["Retry-After"] == "5"
    assert "Nothing was saved" in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_every_sqlite_connection_keeps_its_promises(own_app: Flask) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
        "recursive_triggers": 1,
    }
    with own_app.app_context():
        connections = [db.engine.connect() for _ in range(3)]
        for connection in connections:
            found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
            assert found == wanted
            connection.rollback()
        for connection in connections:
            connection.close()


def test_two_writers_do_not_begin_at_the_same_time_on_sqlite(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.connect() as first, db.engine.connect() as second:
        first.execute(text("SELECT 1"))
        second.connection.driver_connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(OperationalError, match="locked"):
            second.execute(text("SELECT 1"))


def test_a_command_s_transaction_rolls_back_whole(own_app: Flask) -> None:
    with own_app.app_context(), pytest.raises(RuntimeError), transaction():
        write("test.noted", by="tests", subject="tests:1")
        raise RuntimeError("planted")
    assert entries(own_app) == 0


@pytest.mark.only_on("postgresql")
def test_a_connection_that_died_while_it_rested_is_replaced_before_a_page_needs_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careplan.ground.db.RESTED", 0.0)
    engine = create_engine(database_url)
    promise(engine)
    with engine.connect() as one:
        driver = one.connection.driver_connection
    driver.close()
    with engine.connect() as other:
        assert other.connection.driver_connection is not driver
        assert other.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


@pytest.mark.only_on("postgresql")
def test_a_lost_connection_is_not_used_again(application: Flask) -> None:
    with application.app_context():
        db.session.connection().connection.driver_connection.close()
        with pytest.raises(OperationalError) as failure:
            read(select(func.abs(1)), {})
        assert failure.value.connection_invalidated
        db.session.rollback()
        assert read(select(func.abs(1)), {}) == [(1,)]
