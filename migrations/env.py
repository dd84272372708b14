"""Runs migrations on a connection that the caller opened."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

import careplan.rooms  # noqa: F401  (every table must be known before metadata is compared)
from careplan.ground.db import Base


def _wanted(item: Any, name: str | None, kind: str, *_: object) -> bool:
    tables = context.config.attributes.get("tables")
    if kind == "foreign_key_constraint" and context.get_bind().dialect.name == "sqlite":
        # SQLite cannot tell the name and the deferral of a key that was added with its column.
        return [column.name for column in item.columns] != ["superseded_by"]
    return kind != "table" or tables is None or name in tables


def run(connection: Connection) -> None:
    """All migrations in the caller's transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=_wanted,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
