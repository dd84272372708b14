"""Who referred a client from outside, and what the service answered."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import codes, of_episode, recorded

revision = "0060_outside_referrals"
down_revision = "0059_team"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "outside_referrals",
        sa.Column("referrer", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
    )
    _table(
        "referral_answers",
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        codes("referral_answers", "answer", ("accepted", "more_asked", "put_back")),
        sa.Column("told", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
    )


def _table(name: str, *own: sa.schema.SchemaItem) -> None:
    op.create_table(name, *own, *of_episode(name), *recorded(name))
    for owner in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_{name}_{owner}"), name, [owner])


def downgrade() -> None:
    op.drop_table("referral_answers")
    op.drop_table("outside_referrals")
