"""Password checks are counted by name and address; a name that had to wait is kept, to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0028_where_sign_ins_fail"
down_revision = "0027_transfers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM sign_in_failures")  # of the last quarter of an hour
    op.add_column("sign_in_failures", sa.Column("origin", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "sign_in_failures", sa.Column("refused", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_sign_in_failures_origin", "sign_in_failures", ["origin"])


def downgrade() -> None:
    op.drop_index("ix_sign_in_failures_origin", table_name="sign_in_failures")
    op.drop_column("sign_in_failures", "refused")
    op.drop_column("sign_in_failures", "origin")
