"""Clients whom an import brought without an episode, and the services that may find them."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id

revision = "0025_arrivals"
down_revision = "0024_handed_out_until"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("client_id", Id, nullable=False),
        sa.Column("service_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_arrivals_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_arrivals_service_id_services")
        ),
        sa.PrimaryKeyConstraint("client_id", "service_id", name=op.f("pk_arrivals")),
    )
    op.create_index(op.f("ix_arrivals_service_id"), "arrivals", ["service_id"])


def downgrade() -> None:
    op.drop_table("arrivals")
