"""When a death was entered in a client's details, and by whom: an audit as known on a day does not know it before."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0015_when_a_death_became_known"
down_revision = "0014_drafts_know_their_form"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = 'VARCHAR(64) COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "VARCHAR(64)"
    op.add_column("clients", sa.Column("deceased_at", Moment(timezone=True), nullable=True))
    op.execute(
        f"ALTER TABLE clients ADD COLUMN deceased_by {text} "
        'CONSTRAINT ck_clients_deceased_at_with_deceased_by CHECK (("deceased_at" IS NULL) = ("deceased_by" IS NULL))'
    )


def downgrade() -> None:
    op.execute("ALTER TABLE clients DROP COLUMN deceased_by")
    op.execute("ALTER TABLE clients DROP COLUMN deceased_at")
