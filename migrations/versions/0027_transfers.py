"""Referrals from one service of the installation to another."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id, Moment

revision = "0027_transfers"
down_revision = "0026_what_triage_found"
branch_labels = None
depends_on = None


def _pair(first: str, second: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f'("{first}" IS NULL) = ("{second}" IS NULL)', name=op.f(f"ck_transfers_{first}_with_{second}")
    )


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("episode_id", Id, nullable=False),
        sa.Column("service_id", Id, nullable=False),
        sa.Column("to_episode_id", Id, nullable=True),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("id", Id, nullable=False),
        sa.Column("corrects", Id, nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.Column("root_id", Id, nullable=False),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        sa.Column("superseded_by", Id, nullable=True),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        sa.Column("struck_by", Id, nullable=True),
        sa.Column("struck_reason", sa.String(), nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", Id, nullable=False),
        sa.CheckConstraint("\"basis\" IN ('consent', 'override')", name=op.f("ck_transfers_basis_code")),
        sa.CheckConstraint(
            "(basis = 'override') = (override_reason IS NOT NULL)",
            name=op.f("ck_transfers_override_reason_with_override"),
        ),
        _pair("struck_at", "struck_by"),
        _pair("struck_at", "struck_reason"),
        _pair("superseded_at", "superseded_by"),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_transfers_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["transfers.id"],
            name=op.f("fk_transfers_superseded_by"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["to_episode_id"], ["episodes.id"], name=op.f("fk_transfers_to_episode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    for column in ("episode_id", "service_id", "to_episode_id"):
        op.create_index(op.f(f"ix_transfers_{column}"), "transfers", [column], unique=False)


def downgrade() -> None:
    op.drop_table("transfers")
