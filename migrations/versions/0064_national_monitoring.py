"""What the national monitoring system calls a leaving, and on which day the client agreed to it."""

import sqlalchemy as sa
from alembic import op

revision = "0064_national_monitoring"
down_revision = "0063_what_was_signed"
branch_labels = None
depends_on = None

CODES = ("80", "81", "82", "83", "84", "85", "86", "87", "88", "89", "93", "94", "95", "96", "97")


def upgrade() -> None:
    op.add_column("episodes", sa.Column("ndtms_consent_on", sa.Date(), nullable=True))
    op.execute(
        "ALTER TABLE episodes ADD COLUMN national_exit VARCHAR CONSTRAINT ck_episodes_national_exit_code "
        f'CHECK ("national_exit" IN ({", ".join(map(repr, CODES))}))'
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS keep_episodes_update")
        op.execute("DROP TRIGGER IF EXISTS keep_episodes_delete")
    for name in ("national_exit", "ndtms_consent_on"):
        op.execute(f"ALTER TABLE episodes DROP COLUMN {name}")
