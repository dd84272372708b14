"""Packets of transfers, and answers that came with them."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0055_packets"
down_revision = "0054_marks_of_parts"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
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


def _key(table: str, columns: list[str], to: str, **more: object) -> sa.ForeignKeyConstraint:
    there = ["id", "service_id"][: len(columns)]
    name = op.f(f"fk_{table}_{'_'.join(columns)}")
    return sa.ForeignKeyConstraint(columns, [f"{to}.{one}" for one in there], name=name, **more)


def _pair(table: str, first: str, second: str) -> sa.CheckConstraint:
    words = f'("{first}" IS NULL) = ("{second}" IS NULL)'
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{first}_with_{second}"))


def _entered(table: str) -> list[sa.schema.SchemaItem]:
    struck = sa.CheckConstraint(
        '"wrong_client" IS NULL OR "struck_at" IS NOT NULL', name=op.f(f"ck_{table}_wrong_client_of_struck")
    )
    return [
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        _id("recorded_by"),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        _id("struck_by", empty=True),
        _text("struck_reason"),
        sa.Column("wrong_client", sa.Boolean(), nullable=True),
        _pair(table, "struck_at", "struck_by"),
        _pair(table, "struck_at", "struck_reason"),
        struck,
    ]


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    return [
        _id("id"),
        _id("corrects", empty=True),
        _text("correction_reason"),
        _id("root_id"),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        _id("superseded_by", empty=True),
        *_entered(table),
        _pair(table, "superseded_at", "superseded_by"),
        _key(table, ["superseded_by"], table, initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _check(name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{TABLE}_{name}"))


def _answer(name: str, code: str, column: str) -> sa.CheckConstraint:
    return _check(name, f"(coalesce(answer, '') = '{code}') = ({column} IS NOT NULL)")


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
        *_recorded(TABLE),
        _check("answer_code", "\"answer\" IN ('accepted', 'put_back')"),
        _check("sha256_whole", "length(sha256) = 64"),
        _answer("reason_with_put_back", "put_back", "answer_reason"),
        _answer("episode_with_accepted", "accepted", "episode_id"),
        _pair(TABLE, "answer", "answered_at"),
        _pair(TABLE, "answered_at", "answered_by"),
        _key(TABLE, ["episode_id", "service_id"], "episodes"),
        _key(TABLE, ["service_id"], "services"),
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
