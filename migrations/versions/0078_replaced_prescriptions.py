"""A prescription that replaces a lost one, and until which day that one was dispensed."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id

revision = "0078_replaced_prescriptions"
down_revision = "0077_medicines"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("prescription_events", sa.Column("dispensed_until", sa.Date(), nullable=True))
    op.add_column("prescriptions", sa.Column("replaces", Id, nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("prescriptions", "prescription_events"):
            for act in ("update", "delete"):
                op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{act}")
    op.drop_column("prescriptions", "replaces")
    op.drop_column("prescription_events", "dispensed_until")
