"""What belongs to another client is taken to the right record once."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0043_right_records"
down_revision = "0042_people"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
TABLE = "right_records"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("episode_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("opened_at", Moment(timezone=True), nullable=False),
        sa.Column("opened_by", ID, nullable=False),
        sa.CheckConstraint(
            '("opened_at" IS NULL) = ("opened_by" IS NULL)', name=op.f(f"ck_{TABLE}_opened_at_with_opened_by")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f(f"fk_{TABLE}_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["workers.id"], name=op.f(f"fk_{TABLE}_opened_by")),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_episode_id", TABLE, ["episode_id"])
    op.create_index(f"ix_{TABLE}_service_id", TABLE, ["service_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
