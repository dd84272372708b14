"""Indexes for who did not attend and was not seen since: appointments attended, and those that were not."""

import sqlalchemy as sa
from alembic import op

revision = "0073_appointments_by_outcome"
down_revision = "0072_treatment_options"
branch_labels = None
depends_on = None

TABLE, COLUMNS = "appointments", ["episode_id", "starts_at"]
OUTCOMES = ("attended", "did_not_attend")


def upgrade() -> None:
    for outcome in OUTCOMES:
        rows = sa.text(f"outcome = '{outcome}' AND superseded_at IS NULL AND struck_at IS NULL")
        op.create_index(
            f"ix_appointments_{outcome}", TABLE, COLUMNS, sqlite_where=rows, postgresql_where=rows
        )


def downgrade() -> None:
    for outcome in OUTCOMES:
        op.drop_index(f"ix_appointments_{outcome}", TABLE)
