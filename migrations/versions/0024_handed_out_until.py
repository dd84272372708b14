"""Until which day a supply was handed out (early for a bank holiday), and why a dose is not as the rules expect."""

import sqlalchemy as sa
from alembic import op

revision = "0024_handed_out_until"
down_revision = "0023_struck_tasks_free_sources"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE dose_events ADD COLUMN covers_until DATE "
        'CONSTRAINT ck_dose_events_covers_until_not_before_happened_on CHECK ("covers_until" >= "happened_on")'
    )
    op.add_column("dose_events", sa.Column("because", sa.String(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_dose_events_update")
        op.execute("DROP TRIGGER IF EXISTS keep_dose_events_delete")
    op.execute("ALTER TABLE dose_events DROP COLUMN because")
    op.execute("ALTER TABLE dose_events DROP COLUMN covers_until")
