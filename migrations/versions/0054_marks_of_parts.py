"""Marks of parts of a service's record: of one client's, of what is shared, of what the dose round stands on."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id

revision = "0054_marks_of_parts"
down_revision = "0053_reception"
branch_labels = None
depends_on = None


def _anew(*more: sa.Column[str]) -> None:
    """The table without rows: a mark says only that something was written since, and nothing is kept over a migration."""
    op.drop_table("changes")
    op.create_table(
        "changes",
        *more,
        sa.Column("service_id", Id, nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*(column.name for column in more), "service_id", name="pk_changes"),
    )


def upgrade() -> None:
    _anew(sa.Column("part", Id, server_default="", nullable=False))


def downgrade() -> None:
    _anew()
