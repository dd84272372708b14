"""Bringing a database to the newest migration, and asking whether it is there."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import render_python_code
from alembic.config import Config
from alembic.operations.ops import CreateTableOp
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, create_engine

from careplan.ground.db import Base
from careplan.ground.guards import install

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to `revision` inside the connection's transaction, then put the triggers in place."""
    command.upgrade(_config(connection), revision)
    if at_head(connection):
        install(connection, Base.metadata)


def downgrade(connection: Connection, revision: str = "base") -> None:
    """Run the migrations down to `revision`."""
    command.downgrade(_config(connection), revision)


def draft() -> str:
    """The statements of Alembic that lead from the newest migration to the models, by way of an empty database."""
    drafted: list[str] = []

    def keep(_context: Any, _revision: Any, directives: list[Any]) -> None:
        """Take what is proposed, with the checks that stand at columns, and let no file be written."""
        operations = directives[0].upgrade_ops
        for table in operations.ops:
            if isinstance(table, CreateTableOp):
                table.columns = [*table.columns, *_column_checks(table.table_name)]
        drafted.append("" if operations.is_empty() else render_python_code(operations, render_as_batch=True))
        directives.clear()

    with create_engine("sqlite://").begin() as connection:
        command.upgrade(_config(connection), "head")
        command.revision(_config(connection), autogenerate=True, process_revision_directives=keep)
    return drafted[0]


def _column_checks(table: str) -> list[CheckConstraint]:
    """What Alembic leaves out of a new table."""
    return [
        CheckConstraint(str(one.sqltext), name=one.name)
        for column in Base.metadata.tables[table].columns
        for one in column.constraints
        if isinstance(one, CheckConstraint)
    ]


def differences(connection: Connection) -> None:
    """Raise alembic's CommandError when the tables are not what the models say."""
    command.check(_config(connection))


def head() -> str | None:
    """The newest revision that the code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def at_head(connection: Connection) -> bool:
    """Whether the database stands at the newest migration."""
    return MigrationContext.configure(connection).get_current_revision() == head()
