"""An answer or a risk level that was struck out leaves its place to the right one, in the same assessment."""

import sqlalchemy as sa
from alembic import op

revision = "0039_recorded_again"
down_revision = "0038_answers_in_one_text"
branch_labels = None
depends_on = None

TABLES = {"answers": "item", "risk_levels": "domain"}


def _key(table: str, was: str, becomes: str) -> None:
    """Give the table another primary key; on SQLite by making it anew with all that it has, its triggers apart."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT pk_{table}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY ({becomes})")
        return
    connection = op.get_bind()
    rows = connection.exec_driver_sql(f"SELECT type, sql FROM sqlite_master WHERE tbl_name = '{table}'").all()
    (made,) = (sql for kind, sql in rows if kind == "table")
    indexes = [sql for kind, sql in rows if kind == "index" and sql]
    head, rest = made.split("(", 1)
    connection.exec_driver_sql(
        f"{head.replace(table, f'new_{table}')}({rest}".replace(f"({was})", f"({becomes})")
    )
    connection.exec_driver_sql(f"INSERT INTO new_{table} SELECT * FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for sql in indexes:
        connection.exec_driver_sql(sql)


def upgrade() -> None:
    for table, column in TABLES.items():
        op.add_column(table, sa.Column("slot", sa.Integer(), server_default=sa.text("1"), nullable=False))
        _key(table, f"assessment_id, {column}", f"assessment_id, {column}, slot")
        live = sa.text("struck_at IS NULL")
        where = {"sqlite_where": live, "postgresql_where": live}
        names = ["assessment_id", column]
        op.create_index(f"uq_{table}_assessment_id_{column}", table, names, unique=True, **where)
    op.execute("UPDATE strike_requests SET row_id = row_id || '\\:1' WHERE kind IN ('answer', 'risk_level')")


def downgrade() -> None:
    op.execute(
        "UPDATE strike_requests SET row_id = substr(row_id, 1, length(row_id) - 2) WHERE kind IN ('answer', 'risk_level')"
    )
    for table, column in TABLES.items():
        op.drop_index(f"uq_{table}_assessment_id_{column}", table)
        _key(table, f"assessment_id, {column}, slot", f"assessment_id, {column}")
        op.execute(f"ALTER TABLE {table} DROP COLUMN slot")
