"""Results of scored tools."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import ID, check, of_episode, recorded

revision = "0066_tool_results"
down_revision = "0065_client_survey"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tool_results",
        sa.Column("tool", ID, nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("band", ID, nullable=True),
        sa.Column("since_opioid", sa.Integer(), nullable=True),
        sa.Column("since_dose", sa.Integer(), nullable=True),
        check("tool_results", "no_less_than_nothing", "answered >= 1 AND points >= 0 AND total >= 0"),
        check("tool_results", "hours_before", "since_opioid >= 0 AND since_dose >= 0"),
        check("tool_results", "band_of_total", "band IS NULL OR total IS NOT NULL"),
        *of_episode("tool_results"),
        *recorded("tool_results"),
    )
    for owner in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_tool_results_{owner}"), "tool_results", [owner])


def downgrade() -> None:
    op.drop_table("tool_results")
