"""How clients reach a service: its telephone, its address, and what they do out of hours."""

import sqlalchemy as sa
from alembic import op

revision = "0029_how_to_reach_a_service"
down_revision = "0028_where_sign_ins_fail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("telephone", "address", "out_of_hours_words"):
        op.add_column("services", sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    for name in ("out_of_hours_words", "address", "telephone"):
        op.execute(f"ALTER TABLE services DROP COLUMN {name}")
