"""PostgreSQL learns that a keyworker's clients are all at the keyworker's services: a caseload is planned for few rows."""

from alembic import op

revision = "0022_who_has_whom"
down_revision = "0021_agreements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE STATISTICS st_episodes_keyworker ON service_id, keyworker_id FROM episodes")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP STATISTICS st_episodes_keyworker")
