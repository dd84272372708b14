"""A draft is known again by the heading of its page."""

from alembic import op

revision = "0016_drafts_are_named"
down_revision = "0015_when_a_death_became_known"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE drafts ADD COLUMN title VARCHAR")


def downgrade() -> None:
    op.execute("ALTER TABLE drafts DROP COLUMN title")
