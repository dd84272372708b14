"""Who referred a client from outside, and what the service answered."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0060_outside_referrals"
down_revision = "0059_team"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
HOLDS = {
    "superseded_at_with_superseded_by": '("superseded_at" IS NULL) = ("superseded_by" IS NULL)',
    "struck_at_with_struck_by": '("struck_at" IS NULL) = ("struck_by" IS NULL)',
    "struck_at_with_struck_reason": '("struck_at" IS NULL) = ("struck_reason" IS NULL)',
    "wrong_client_of_struck": '"wrong_client" IS NULL OR "struck_at" IS NOT NULL',
}
ANSWER = {"answer_code": "\"answer\" IN ('accepted', 'more_asked', 'put_back')"}


def upgrade() -> None:
    _table(
        "outside_referrals",
        HOLDS,
        sa.Column("referrer", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
    )
    _table(
        "referral_answers",
        HOLDS | ANSWER,
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
    )


def _table(name: str, holds: dict[str, str], *own: sa.Column[object]) -> None:
    op.create_table(
        name,
        *own,
        sa.Column("episode_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("corrects", ID, nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.Column("root_id", ID, nullable=False),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        sa.Column("superseded_by", ID, nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", ID, nullable=False),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        sa.Column("struck_by", ID, nullable=True),
        sa.Column("struck_reason", sa.String(), nullable=True),
        sa.Column("wrong_client", sa.Boolean(), nullable=True),
        *(sa.CheckConstraint(words, name=op.f(f"ck_{name}_{key}")) for key, words in holds.items()),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f(f"fk_{name}_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            [f"{name}.id"],
            name=op.f(f"fk_{name}_superseded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for owner in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_{name}_{owner}"), name, [owner])


def downgrade() -> None:
    op.drop_table("referral_answers")
    op.drop_table("outside_referrals")
