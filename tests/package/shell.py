"""`careplan` run as a person runs it, on databases of its own."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from careplan import cli
from careplan.ground.db import db
from tests.conftest import own_database


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
def shell(database_server: str, migrated: str) -> Iterator[Shell]:
    """A migrated database."""
    with own_database(database_server, migrated) as url:
        yield Shell(url)


@pytest.fixture
def other(database_server: str, migrated: str) -> Iterator[Shell]:
    """A second one."""
    with own_database(database_server, migrated) as url:
        yield Shell(url)


@pytest.fixture
def bare(database_server: str) -> Iterator[Shell]:
    """A database without tables."""
    with own_database(database_server) as url:
        yield Shell(url)
