"""Releases from prison and discharges from hospital."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import codes, of_episode, recorded

revision = "0056_releases"
down_revision = "0055_packets"
branch_labels = None
depends_on = None

TABLE = "releases"
KINDS = ("prison", "hospital")
MEDICINES = ("none", "methadone", "buprenorphine", "other", "not_known")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("medicine", sa.String(), nullable=False),
        sa.Column("dose", sa.String(), nullable=True),
        sa.Column("covered_until", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        *of_episode(TABLE),
        *recorded(TABLE),
        codes(TABLE, "kind", KINDS),
        codes(TABLE, "medicine", MEDICINES),
    )
    for owner in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_{TABLE}_{owner}"), TABLE, [owner])


def downgrade() -> None:
    op.drop_table(TABLE)
