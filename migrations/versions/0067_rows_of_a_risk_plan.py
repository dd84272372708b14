"""What a risk action is about, its triggers, and what is done if it gets worse."""

from alembic import op

revision = "0067_rows_of_a_risk_plan"
down_revision = "0066_tool_results"
branch_labels = None
depends_on = None

COLUMNS = ("risk", "triggers", "escalation")


def upgrade() -> None:
    for name in COLUMNS:
        op.execute(f"ALTER TABLE risk_actions ADD COLUMN {name} VARCHAR")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_risk_actions_update")
        op.execute("DROP TRIGGER IF EXISTS keep_risk_actions_delete")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE risk_actions DROP COLUMN {name}")
