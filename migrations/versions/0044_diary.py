"""The diary: how long and where an appointment is, what came of it in full, and appointments that were moved."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id

revision = "0044_diary"
down_revision = "0043_right_records"
branch_labels = None
depends_on = None

TABLE = "appointments"
COLUMNS = {"place": sa.String(), "clinic": sa.String(), "words": sa.String(), "outcome_words": sa.String()}
COLUMNS |= {"minutes": sa.Integer(), "late_minutes": sa.Integer(), "moved_from": Id}
INDEXES = {"ix_appointments_diary": ["service_id", "starts_at"], "ix_appointments_moved_from": ["moved_from"]}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column(TABLE, sa.Column(name, kind, nullable=True))
    for name, columns in INDEXES.items():
        op.create_index(name, TABLE, columns)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS keep_{TABLE}_{act}")
    for name in INDEXES:
        op.drop_index(name, TABLE)
    for name in COLUMNS:
        op.drop_column(TABLE, name)
