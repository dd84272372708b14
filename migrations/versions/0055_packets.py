"""Packets of transfers, and answers that came with them."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import ID, check, key, pair, recorded
from careplan.ground.types import Moment

revision = "0055_packets"
down_revision = "0054_marks_of_parts"
branch_labels = None
depends_on = None

TABLE = "packets"
LIVE = "superseded_at IS NULL AND struck_at IS NULL"
BROUGHT = (
    "ALTER TABLE answers ADD COLUMN brought_on DATE",
    "ALTER TABLE answers ADD COLUMN brought_by VARCHAR "
    'CONSTRAINT ck_answers_brought_on_with_brought_by CHECK (("brought_on" IS NULL) = ("brought_by" IS NULL)) '
    "CONSTRAINT ck_answers_one_source CHECK (carried_from IS NULL OR brought_on IS NULL)",
)


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def _answer(name: str, code: str, column: str) -> sa.CheckConstraint:
    return check(TABLE, name, f"(coalesce(answer, '') = '{code}') = ({column} IS NOT NULL)")


def upgrade() -> None:
    op.create_table(
        TABLE,
        _id("service_id"),
        _id("transfer_id", empty=True),
        _id("episode_id", empty=True),
        *(_text(name, empty=False) for name in ("sent_by", "reason", "content", "sha256")),
        sa.Column("sent_on", sa.Date(), nullable=False),
        _text("answer"),
        _text("answer_reason"),
        sa.Column("answered_at", Moment(timezone=True), nullable=True),
        _id("answered_by", empty=True),
        *recorded(TABLE),
        check(TABLE, "answer_code", "\"answer\" IN ('accepted', 'put_back')"),
        check(TABLE, "sha256_whole", "length(sha256) = 64"),
        _answer("reason_with_put_back", "put_back", "answer_reason"),
        _answer("episode_with_accepted", "accepted", "episode_id"),
        pair(TABLE, "answer", "answered_at"),
        pair(TABLE, "answered_at", "answered_by"),
        key(TABLE, ["episode_id", "service_id"], "episodes"),
        key(TABLE, ["service_id"], "services"),
    )
    for column in ("episode_id", "service_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    live = {"sqlite_where": sa.text(LIVE), "postgresql_where": sa.text(LIVE)}
    op.create_index("uq_packets_transfer_id", TABLE, ["transfer_id"], unique=True, **live)
    for statement in BROUGHT:
        op.execute(statement)
    op.add_column("transfers", _id("consent_id", empty=True))


def downgrade() -> None:
    for table, columns in (("transfers", ("consent_id",)), ("answers", ("brought_by", "brought_on"))):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table} ON {table}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_update")
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_delete")
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.drop_table(TABLE)
