"""Risk levels and outcomes of goals are found by their service, so that its audit does not look through all others'."""

from alembic import op

revision = "0013_found_by_service"
down_revision = "0012_signed_audits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_risk_levels_service_id"), "risk_levels", ["service_id"])
    op.create_index(op.f("ix_goal_outcomes_service_id"), "goal_outcomes", ["service_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_goal_outcomes_service_id"), table_name="goal_outcomes")
    op.drop_index(op.f("ix_risk_levels_service_id"), table_name="risk_levels")
