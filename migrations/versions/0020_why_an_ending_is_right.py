"""Why an exit reason is right although the record speaks against it."""

import sqlalchemy as sa
from alembic import op

revision = "0020_why_an_ending_is_right"
down_revision = "0019_struck_out"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("episodes", sa.Column("exit_note", sa.String(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_episodes_update")
        op.execute("DROP TRIGGER IF EXISTS keep_episodes_delete")
    op.execute("ALTER TABLE episodes DROP COLUMN exit_note")
