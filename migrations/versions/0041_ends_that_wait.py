"""An end of a course that takes a second prescriber waits as an order does."""

from alembic import op

revision = "0041_ends_that_wait"
down_revision = "0040_contact_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE agreements ADD COLUMN ends VARCHAR CONSTRAINT ck_agreements_ends_code "
        "CHECK (\"ends\" IN ('course', 'with_prescriptions'))"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER IF EXISTS keep_agreements ON agreements")
    else:
        op.execute("DROP TRIGGER IF EXISTS keep_agreements_update")
        op.execute("DROP TRIGGER IF EXISTS keep_agreements_delete")
    op.execute("ALTER TABLE agreements DROP COLUMN ends")
