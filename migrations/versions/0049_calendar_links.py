"""Links under which a worker's calendar reads the diary."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id, Moment

revision = "0049_calendar_links"
down_revision = "0048_letter_templates"
branch_labels = None
depends_on = None

TABLE = "calendar_links"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", Id, nullable=False),
        sa.Column("worker_id", Id, nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.Column("revoked_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f(f"fk_{TABLE}_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("secret_sha256", name=op.f(f"uq_{TABLE}_secret_sha256")),
    )
    op.create_index(op.f(f"ix_{TABLE}_worker_id"), TABLE, ["worker_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
