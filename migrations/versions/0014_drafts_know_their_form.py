"""A draft names the form that it was typed into, so that what was sent is not offered again."""

from alembic import op

revision = "0014_drafts_know_their_form"
down_revision = "0013_found_by_service"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE drafts RENAME COLUMN version TO submission")


def downgrade() -> None:
    op.execute("ALTER TABLE drafts RENAME COLUMN submission TO version")
