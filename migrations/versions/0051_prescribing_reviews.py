"""Reviews of prescribing."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import codes, of_episode, recorded

revision = "0051_prescribing_reviews"
down_revision = "0050_exit_steps"
branch_labels = None
depends_on = None

TABLE = "prescribing_reviews"
SIGNS = ("none", "mild", "moderate", "severe")
CODES = {
    "way": ("face_to_face", "phone", "video"),
    "withdrawal": SIGNS,
    "sedation": SIGNS,
    "decision": ("same", "increase", "reduce", "hold", "switch", "stop"),
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in (*CODES, "other_use")),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        *of_episode(TABLE),
        *recorded(TABLE),
        *(codes(TABLE, *one) for one in CODES.items()),
    )
    for column in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
