"""A completed assessment keeps its answers in one text, from which figures over very many assessments are made."""

import sqlalchemy as sa
from alembic import op

revision = "0038_answers_in_one_text"
down_revision = "0037_wrong_client"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assessments", sa.Column("answered", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("assessments", "answered")
