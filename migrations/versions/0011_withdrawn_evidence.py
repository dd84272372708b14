"""Evidence that was given by mistake is withdrawn: when, by whom and why."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0011_withdrawn_evidence"
down_revision = "0010_governance"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain statements: copying a table, as batch operations do, would meet the triggers that guard its rows.
    text = 'VARCHAR(64) COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "VARCHAR(64)"
    op.add_column("evidence", sa.Column("withdrawn_at", Moment(timezone=True), nullable=True))
    for column, kind in (("withdrawn_by", text), ("withdrawal_reason", "VARCHAR")):
        op.execute(
            f"ALTER TABLE evidence ADD COLUMN {column} {kind} "
            f"CONSTRAINT ck_evidence_withdrawn_at_with_{column} "
            f'CHECK (("withdrawn_at" IS NULL) = ("{column}" IS NULL))'
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_evidence_update")
        op.execute("DROP TRIGGER IF EXISTS keep_evidence_delete")
    for column in ("withdrawal_reason", "withdrawn_by", "withdrawn_at"):
        op.execute(f"ALTER TABLE evidence DROP COLUMN {column}")
