"""A provider's own limits of prescribing, each with who signed it."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import recorded
from careplan.ground.types import Hundredths, Id, Moment

revision = "0076_own_limits"
down_revision = "0075_typed_forms"
branch_labels = None
depends_on = None

TABLE = "own_limits"
LIVE = sa.text("superseded_at IS NULL AND struck_at IS NULL")


def _pair(first: str, second: str) -> sa.CheckConstraint:
    name = op.f(f"ck_{TABLE}_{first}_with_{second}")
    return sa.CheckConstraint(f'("{first}" IS NULL) = ("{second}" IS NULL)', name=name)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("service_id", Id, nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", Hundredths(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("looser", sa.Boolean(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("second_at", Moment(timezone=True), nullable=True),
        sa.Column("second_by", Id, nullable=True),
        sa.Column("second_lead", sa.String(), nullable=True),
        sa.Column("second_registration", sa.String(), nullable=True),
        _pair("second_at", "second_by"),
        _pair("second_at", "second_lead"),
        _pair("second_at", "second_registration"),
        sa.CheckConstraint("second_by <> recorded_by", name=op.f(f"ck_{TABLE}_somebody_else")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f(f"fk_{TABLE}_service_id")),
        *recorded(TABLE),
    )
    op.create_index(op.f(f"ix_{TABLE}_service_id"), TABLE, ["service_id"])
    op.create_index(
        f"uq_{TABLE}_service_id_name_effective_on",
        TABLE,
        ["service_id", "name", "effective_on"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def downgrade() -> None:
    op.drop_table(TABLE)
