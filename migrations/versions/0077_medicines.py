"""What clients take."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import ID, recorded

revision = "0077_medicines"
down_revision = "0076_own_limits"
branch_labels = None
depends_on = None

TABLE = "medicines"
WORDS = ("dose", "how_often", "prescriber", "since")
TOLD_BY = "'client', 'box', 'gp', 'letter', 'family'"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("client_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in WORDS),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.CheckConstraint(f'"told_by" IN ({TOLD_BY})', name=op.f(f"ck_{TABLE}_told_by_code")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f(f"fk_{TABLE}_client_id")),
        *recorded(TABLE),
    )
    op.create_index(op.f(f"ix_{TABLE}_client_id"), TABLE, ["client_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
