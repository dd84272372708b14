"""Who signed the numbers of prescribing off, for which service."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id, Moment

revision = "0030_limits_signed_off"
down_revision = "0029_how_to_reach_a_service"
branch_labels = None
depends_on = None

TABLE = "standards_in_force"
LIVE = sa.text("superseded_at IS NULL AND struck_at IS NULL")


def _pair(first: str, second: str) -> sa.CheckConstraint:
    name = op.f(f"ck_{TABLE}_{first}_with_{second}")
    return sa.CheckConstraint(f'("{first}" IS NULL) = ("{second}" IS NULL)', name=name)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("service_id", Id, nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
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
        _pair("superseded_at", "superseded_by"),
        _pair("struck_at", "struck_by"),
        _pair("struck_at", "struck_reason"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f(f"fk_{TABLE}_service_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            [f"{TABLE}.id"],
            name=op.f(f"fk_{TABLE}_superseded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_service_id"), TABLE, ["service_id"])
    op.create_index(
        f"uq_{TABLE}_service_id_standard",
        TABLE,
        ["service_id", "standard"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def downgrade() -> None:
    op.drop_table(TABLE)
