"""What a form was filled in with, as a digest: the same is not written twice by going back and saving again."""

import sqlalchemy as sa
from alembic import op

revision = "0075_typed_forms"
down_revision = "0074_results"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("submissions", sa.Column("typed", ID, nullable=True))
    op.create_index("ix_submissions_worker_typed", "submissions", ["worker_id", "typed"])


def downgrade() -> None:
    op.drop_index("ix_submissions_worker_typed", "submissions")
    op.drop_column("submissions", "typed")
