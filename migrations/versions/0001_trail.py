"""The trail."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0001_trail"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trail_entries",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "actor",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "client_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("detail", careplan.ground.types.CanonicalJson(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_entries")),
        info={"fixed": True},
    )
    with op.batch_alter_table("trail_entries", schema=None) as batch_op:
        batch_op.create_index("ix_trail_entries_client", ["client_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("trail_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_trail_entries_client")

    op.drop_table("trail_entries")
