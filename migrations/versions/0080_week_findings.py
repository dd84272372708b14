"""What the rules said about a week."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import recorded
from careplan.ground.types import Id

revision = "0080_week_findings"
down_revision = "0079_own_sections"
branch_labels = None
depends_on = None

TABLE, WEEKS = "week_findings", "ix_regimens_id_service_id"


def upgrade() -> None:
    op.create_index(WEEKS, "regimens", ["id", "service_id"], unique=True)
    op.create_table(
        TABLE,
        sa.Column("regimen_id", Id, nullable=False),
        sa.Column("service_id", Id, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("second_prescriber", sa.String(), nullable=True),
        sa.CheckConstraint("\"severity\" IN ('B', 'W2', 'W', 'I')", name=op.f(f"ck_{TABLE}_severity_code")),
        sa.ForeignKeyConstraint(
            ["regimen_id", "service_id"],
            ["regimens.id", "regimens.service_id"],
            name=op.f(f"fk_{TABLE}_regimen_id_service_id"),
        ),
        *recorded(TABLE),
    )
    for column in ("regimen_id", "service_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_index(WEEKS, "regimens")
