"""A colleague is asked later whether something was recorded by mistake: the request waits without effect."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0034_strike_requests"
down_revision = "0033_joined_records"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
MOMENT = Moment(timezone=True)
TABLE = "strike_requests"


def _pair(first: str, second: str) -> sa.CheckConstraint:
    name = op.f(f"ck_{TABLE}_{first}_with_{second}")
    return sa.CheckConstraint(f'("{first}" IS NULL) = ("{second}" IS NULL)', name=name)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", ID, nullable=False),
        sa.Column("episode_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_of", ID, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answer_words", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", ID, nullable=True),
        sa.CheckConstraint(
            "\"answer\" IN ('agreed', 'declined', 'withdrawn')", name=op.f(f"ck_{TABLE}_answer_code")
        ),
        _pair("asked_at", "asked_by"),
        _pair("answered_at", "answered_by"),
        _pair("answer", "answered_at"),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f(f"fk_{TABLE}_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["asked_of"], ["workers.id"], name=op.f(f"fk_{TABLE}_asked_of")),
        sa.ForeignKeyConstraint(["asked_by"], ["workers.id"], name=op.f(f"fk_{TABLE}_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_episode_id", TABLE, ["episode_id"])
    op.create_index(f"ix_{TABLE}_service_id", TABLE, ["service_id"])
    waiting = sa.text("answer IS NULL")
    where = {"sqlite_where": waiting, "postgresql_where": waiting}
    op.create_index(f"uq_{TABLE}_waiting", TABLE, ["service_id", "kind", "row_id"], unique=True, **where)


def downgrade() -> None:
    op.drop_table(TABLE)
