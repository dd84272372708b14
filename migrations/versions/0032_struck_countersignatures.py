"""A countersignature that was struck out leaves room for the right one: one live row for each assessment."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0032_struck_countersignatures"
down_revision = "0031_links_to_passwords"
branch_labels = None
depends_on = None

TABLE, KEY = "countersignatures", "uq_countersignatures_assessment_id"
WHOLE = f"CONSTRAINT {KEY} UNIQUE (assessment_id)"


def _rewritten(before: str, after: str) -> None:
    """SQLite cannot drop a constraint: the table is written anew in the words of its own definition."""
    bind = op.get_bind()
    kept = f"SELECT type, sql FROM sqlite_master WHERE tbl_name = '{TABLE}' AND sql IS NOT NULL ORDER BY name"
    found = [(kind, sql) for kind, sql in bind.execute(sa.text(kept)) if kind != "trigger"]
    (table,) = (sql for kind, sql in found if kind == "table")
    table, changed = re.subn(before, after, table, count=1)
    if not changed:
        raise RuntimeError(f"the definition of {TABLE} is not the one expected")
    bind.exec_driver_sql(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {TABLE}")
    bind.exec_driver_sql(f"DROP TABLE {TABLE}")
    bind.exec_driver_sql(table)
    bind.exec_driver_sql(f"INSERT INTO {TABLE} SELECT * FROM kept")
    bind.exec_driver_sql("DROP TABLE kept")
    for kind, sql in found:
        if kind == "index" and KEY not in sql:
            bind.exec_driver_sql(sql)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewritten(rf",\s*{re.escape(WHOLE)}", "")
    else:
        op.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {KEY}")
    op.execute(
        f"CREATE UNIQUE INDEX {KEY} ON {TABLE} (assessment_id) "
        "WHERE superseded_at IS NULL AND struck_at IS NULL"
    )


def downgrade() -> None:
    op.execute(f"DROP INDEX {KEY}")
    if op.get_bind().dialect.name == "sqlite":
        _rewritten("CONSTRAINT pk_countersignatures", f"{WHOLE}, CONSTRAINT pk_countersignatures")
    else:
        op.execute(f"ALTER TABLE {TABLE} ADD {WHOLE}")
