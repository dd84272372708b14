"""Who completed an assessment, ended a course and did a risk action, and when that was recorded."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0009_who_ended"
down_revision = "0008_package"
branch_labels = None
depends_on = None

STEPS = (("assessments", "completed"), ("courses", "ended"), ("risk_actions", "done"))


def upgrade() -> None:
    # Plain statements: copying a table, as batch operations do, would meet the triggers that guard its rows.
    text = 'VARCHAR(64) COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "VARCHAR(64)"
    for table, step in STEPS:
        op.add_column(table, sa.Column(f"{step}_at", Moment(timezone=True), nullable=True))
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {step}_by {text} "
            f"CONSTRAINT ck_{table}_{step}_at_with_{step}_by "
            f'CHECK (("{step}_at" IS NULL) = ("{step}_by" IS NULL))'
        )


def downgrade() -> None:
    for table, step in STEPS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_update")
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_delete")
        op.execute(f"ALTER TABLE {table} DROP COLUMN {step}_by")
        op.execute(f"ALTER TABLE {table} DROP COLUMN {step}_at")
