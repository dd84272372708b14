"""What a completed triage found stands on the episode: how soon, and the next appointment wished for."""

import sqlalchemy as sa
from alembic import op

revision = "0026_what_triage_found"
down_revision = "0025_arrivals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE episodes ADD COLUMN urgency VARCHAR CONSTRAINT ck_episodes_urgency_code "
        "CHECK (\"urgency\" IN ('same_day', 'within_5_days', 'within_3_weeks'))"
    )
    op.add_column("episodes", sa.Column("next_appointment_on", sa.Date(), nullable=True))
    op.add_column("episodes", sa.Column("next_appointment_note", sa.String(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_episodes_update")
        op.execute("DROP TRIGGER IF EXISTS keep_episodes_delete")
    for name in ("next_appointment_note", "next_appointment_on", "urgency"):
        op.execute(f"ALTER TABLE episodes DROP COLUMN {name}")
