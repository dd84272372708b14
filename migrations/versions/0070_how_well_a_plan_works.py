"""How well the plan works for the client, from 0 to 10, and who else was at a review."""

from alembic import op

revision = "0070_how_well_a_plan_works"
down_revision = "0069_goals_seen_otherwise"
branch_labels = None
depends_on = None

COLUMNS = {"others_present": "VARCHAR", "rating": "INTEGER"}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE care_plan_reviews ADD COLUMN {name} {kind}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_care_plan_reviews_update")
        op.execute("DROP TRIGGER IF EXISTS keep_care_plan_reviews_delete")
    for name in COLUMNS:
        op.execute(f"ALTER TABLE care_plan_reviews DROP COLUMN {name}")
