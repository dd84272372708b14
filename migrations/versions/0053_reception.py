"""Two more roles: reception and clinical lead."""

import sqlalchemy as sa
from alembic import op

revision = "0053_reception"
down_revision = "0052_keyworkers"
branch_labels = None
depends_on = None

TABLE, CHECK = "memberships", "ck_memberships_role_code"
BEFORE = "\"role\" IN ('keyworker', 'prescriber', 'manager', 'administrator', 'auditor')"
AFTER = BEFORE.replace(")", ", 'reception', 'clinical_lead')")


def _change(before: str, after: str) -> None:
    """Other codes in the check; SQLite writes the table anew in the words of its own definition."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {CHECK}")
        op.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {CHECK} CHECK ({after})")
        return
    kept = f"SELECT type, sql FROM sqlite_master WHERE tbl_name = '{TABLE}' AND sql IS NOT NULL ORDER BY name"
    found = [(kind, sql) for kind, sql in bind.execute(sa.text(kept)) if kind != "trigger"]
    (table,) = (sql for kind, sql in found if kind == "table")
    if before not in table:
        raise RuntimeError(f"the definition of {TABLE} is not the one expected")
    bind.exec_driver_sql(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {TABLE}")
    bind.exec_driver_sql(f"DROP TABLE {TABLE}")
    bind.exec_driver_sql(table.replace(before, after))
    bind.exec_driver_sql(f"INSERT INTO {TABLE} SELECT * FROM kept")
    bind.exec_driver_sql("DROP TABLE kept")
    for kind, sql in found:
        if kind == "index":
            bind.exec_driver_sql(sql)


def upgrade() -> None:
    _change(BEFORE, AFTER)


def downgrade() -> None:
    """Refused by the check while a worker holds one of the two roles."""
    _change(AFTER, BEFORE)
