"""Steps of leaving: what was done, and what was not, with why."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import codes, of_episode, recorded

revision = "0050_exit_steps"
down_revision = "0049_calendar_links"
branch_labels = None
depends_on = None

TABLE = "exit_steps"
STEPS = (
    "exit_review", "goals", "aftercare_plan", "naloxone", "tolerance", "way_back", "gp", "reaching", "letter",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        *of_episode(TABLE),
        *recorded(TABLE),
        codes(TABLE, "step", STEPS),
        codes(TABLE, "state", ("done", "not_done")),
    )
    for owner in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_{TABLE}_{owner}"), TABLE, [owner])


def downgrade() -> None:
    op.drop_table(TABLE)
