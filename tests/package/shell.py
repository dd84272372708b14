"""`careplan` run as a person runs it, on databases of its own."""

import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from careplan import cli
from careplan.ground.db import db


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[list[str]]:
    """Two empty databases: SQLite files, or on the PostgreSQL server that TEST_DATABASE_URL names."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server.startswith("postgresql"):
        yield [f"sqlite:///{tmp_path / name}.sqlite" for name in ("one", "two")]
        return
    names = [f"package_{uuid4().hex[:8]}" for _ in range(2)]
    engine = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in names:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield [make_url(server).set(database=name).render_as_string(hide_password=False) for name in names]
        for name in names:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


class Shell:
    """Runs `careplan` on one database, and lets go of it afterwards."""

    def __init__(self, url: str) -> None:
        self.apps: list[Flask] = []
        self.environment = {"DATABASE_URL": url, "CAREPLAN_ENV": "development"}

    def _app(self) -> Flask:
        self.apps.append(cli._app())
        return self.apps[-1]

    def __call__(self, *words: object) -> Result:
        with patch.object(cli.group, "create_app", self._app):
            result = CliRunner().invoke(cli.group, [str(word) for word in words], env=self.environment)
        while self.apps:
            with self.apps.pop().app_context():
                db.session.remove()
                db.engine.dispose()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture
def shell(databases: list[str]) -> Shell:
    """A migrated database."""
    careplan = Shell(databases[0])
    assert careplan("migrate").exit_code == 0
    return careplan
