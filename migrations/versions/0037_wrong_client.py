"""That a struck row belongs to another client is a column, no longer the beginning of its reason."""

import sqlalchemy as sa
from alembic import op

revision = "0037_wrong_client"
down_revision = "0036_supplies_that_last"
branch_labels = None
depends_on = None

PREFIX = "Recorded in the wrong record"


def _tables(having: str, lacking: str = "") -> list[str]:
    """The tables that have one column and lack another."""
    tables = sa.inspect(op.get_bind())
    named = {name: {one["name"] for one in tables.get_columns(name)} for name in tables.get_table_names()}
    return sorted(name for name, columns in named.items() if having in columns and lacking not in columns)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in _tables("struck_reason", lacking="wrong_client"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN wrong_client BOOLEAN CONSTRAINT ck_{table}_wrong_client_of_struck "
            'CHECK ("wrong_client" IS NULL OR "struck_at" IS NOT NULL)'
        )
        op.execute(f"UPDATE {table} SET wrong_client = TRUE WHERE struck_reason LIKE '{PREFIX}%'")
    op.add_column("strike_requests", sa.Column("wrong_client", sa.Boolean(), nullable=True))
    op.execute(f"UPDATE strike_requests SET wrong_client = TRUE WHERE reason LIKE '{PREFIX}%'")


def downgrade() -> None:
    for table in _tables("wrong_client"):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table} ON {table}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_update")
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_delete")
        op.execute(f"ALTER TABLE {table} DROP COLUMN wrong_client")
