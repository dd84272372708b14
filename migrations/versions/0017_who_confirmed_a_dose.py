"""Who confirmed a dose elsewhere: the organisation, its telephone and the day, beside the person (rule M1c)."""

import sqlalchemy as sa
from alembic import op

revision = "0017_who_confirmed_a_dose"
down_revision = "0016_drafts_are_named"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("courses", sa.Column("verified_organisation", sa.String(), nullable=True))
    op.add_column("courses", sa.Column("verified_telephone", sa.String(), nullable=True))
    op.add_column("courses", sa.Column("verified_on", sa.Date(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_courses_update")
    for name in ("verified_on", "verified_telephone", "verified_organisation"):
        op.execute(f"ALTER TABLE courses DROP COLUMN {name}")
