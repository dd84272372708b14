"""In which section a service asks its own questions."""

import sqlalchemy as sa
from alembic import op

revision = "0079_own_sections"
down_revision = "0078_replaced_prescriptions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_questions", sa.Column("section", sa.String(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS keep_own_questions_{act}")
    op.drop_column("own_questions", "section")
