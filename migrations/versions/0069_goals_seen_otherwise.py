"""What the client sees otherwise of a goal that stands in the plan all the same."""

import sqlalchemy as sa
from alembic import op

revision = "0069_goals_seen_otherwise"
down_revision = "0068_own_questions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("goals", sa.Column("disagreement", sa.String(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS keep_goals_{act}")
    op.drop_column("goals", "disagreement")
