"""A mark for each service that is renewed whenever something of its record changes."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id

revision = "0035_what_has_changed"
down_revision = "0034_strike_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("service_id", Id, nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", name="pk_changes"),
    )


def downgrade() -> None:
    op.drop_table("changes")
