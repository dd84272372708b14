"""Two records of one person, joined."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import CanonicalJson, Id, Moment

revision = "0033_joined_records"
down_revision = "0032_struck_countersignatures"
branch_labels = None
depends_on = None


def _pair(first: str, second: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f'("{first}" IS NULL) = ("{second}" IS NULL)', name=op.f(f"ck_client_merges_{first}_with_{second}")
    )


def upgrade() -> None:
    op.create_table(
        "client_merges",
        sa.Column("survivor_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("number_reason", sa.String(), nullable=True),
        sa.Column("death_reason", sa.String(), nullable=True),
        sa.Column("undo", CanonicalJson(), nullable=True),
        sa.Column("undone_at", Moment(timezone=True), nullable=True),
        sa.Column("undone_by", Id, nullable=True),
        sa.Column("id", Id, nullable=False),
        sa.Column("corrects", Id, nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.Column("root_id", Id, nullable=False),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        sa.Column("superseded_by", Id, nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", Id, nullable=False),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        sa.Column("struck_by", Id, nullable=True),
        sa.Column("struck_reason", sa.String(), nullable=True),
        _pair("undone_at", "undone_by"),
        _pair("superseded_at", "superseded_by"),
        _pair("struck_at", "struck_by"),
        _pair("struck_at", "struck_reason"),
        sa.ForeignKeyConstraint(["survivor_id"], ["clients.id"], name=op.f("fk_client_merges_survivor_id")),
        sa.ForeignKeyConstraint(["other_id"], ["clients.id"], name=op.f("fk_client_merges_other_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["client_merges.id"],
            name=op.f("fk_client_merges_superseded_by"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_merges")),
    )
    for column in ("survivor_id", "other_id"):
        op.create_index(op.f(f"ix_client_merges_{column}"), "client_merges", [column])


def downgrade() -> None:
    op.drop_table("client_merges")
