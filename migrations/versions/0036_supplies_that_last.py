"""Doses handed out for longer than the week says are few: an index of these alone, for whoever reads a course."""

from alembic import op

revision = "0036_supplies_that_last"
down_revision = "0035_what_has_changed"
branch_labels = None
depends_on = None

INDEX = "ix_dose_events_covers_until"


def upgrade() -> None:
    op.execute(
        f"CREATE INDEX {INDEX} ON dose_events (course_id, covers_until) WHERE covers_until IS NOT NULL"
    )


def downgrade() -> None:
    op.execute(f"DROP INDEX {INDEX}")
