"""Which version of an edition was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0063_what_was_signed"
down_revision = "0062_one_walk_in"
branch_labels = None
depends_on = None

TABLE = "standards_in_force"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("sha256", sa.String(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS keep_{TABLE}_{act}")
    op.drop_column(TABLE, "sha256")
