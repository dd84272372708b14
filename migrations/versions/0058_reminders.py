"""The service's own words of reminders."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import ID, key, recorded

revision = "0058_reminders"
down_revision = "0057_groups"
branch_labels = None
depends_on = None

TABLE = "reminder_words"


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def upgrade() -> None:
    op.create_table(
        TABLE,
        _text("words", empty=False),
        _id("service_id"),
        *recorded(TABLE),
        key(TABLE, ["service_id"], "services"),
    )
    op.create_index(op.f(f"ix_{TABLE}_service_id"), TABLE, ["service_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
