"""What the sender was told of a transfer that left as a file."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import codes, of_episode, recorded

revision = "0061_transfer_news"
down_revision = "0060_outside_referrals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transfer_news",
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        codes("transfer_news", "outcome", ("seen", "put_back", "taken_back")),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        *of_episode("transfer_news"),
        *recorded("transfer_news"),
    )
    for owner in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_transfer_news_{owner}"), "transfer_news", [owner])


def downgrade() -> None:
    op.drop_table("transfer_news")
