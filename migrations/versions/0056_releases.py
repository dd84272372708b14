"""Releases from prison and discharges from hospital."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0056_releases"
down_revision = "0055_packets"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
TABLE = "releases"
KINDS = ("prison", "hospital")
MEDICINES = ("none", "methadone", "buprenorphine", "other", "not_known")
HOLDS = {
    "superseded_at_with_superseded_by": '("superseded_at" IS NULL) = ("superseded_by" IS NULL)',
    "struck_at_with_struck_by": '("struck_at" IS NULL) = ("struck_by" IS NULL)',
    "struck_at_with_struck_reason": '("struck_at" IS NULL) = ("struck_reason" IS NULL)',
    "wrong_client_of_struck": '"wrong_client" IS NULL OR "struck_at" IS NOT NULL',
    "kind_code": f'"kind" IN ({", ".join(map(repr, KINDS))})',
    "medicine_code": f'"medicine" IN ({", ".join(map(repr, MEDICINES))})',
}


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
        sa.Column("episode_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("corrects", ID, nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.Column("root_id", ID, nullable=False),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        sa.Column("superseded_by", ID, nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", ID, nullable=False),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        sa.Column("struck_by", ID, nullable=True),
        sa.Column("struck_reason", sa.String(), nullable=True),
        sa.Column("wrong_client", sa.Boolean(), nullable=True),
        *(sa.CheckConstraint(words, name=op.f(f"ck_{TABLE}_{name}")) for name, words in HOLDS.items()),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f(f"fk_{TABLE}_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            [f"{TABLE}.id"],
            name=op.f(f"fk_{TABLE}_superseded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for owner in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_{TABLE}_{owner}"), TABLE, [owner])


def downgrade() -> None:
    op.drop_table(TABLE)
