"""The service's own words of reminders."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0058_reminders"
down_revision = "0057_groups"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
TABLE = "reminder_words"


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def _key(table: str, columns: list[str], to: str, **more: object) -> sa.ForeignKeyConstraint:
    there = ["id", "service_id"][: len(columns)]
    name = op.f(f"fk_{table}_{'_'.join(columns)}")
    return sa.ForeignKeyConstraint(columns, [f"{to}.{one}" for one in there], name=name, **more)


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _pair(table: str, first: str, second: str) -> sa.CheckConstraint:
    return _check(table, f"{first}_with_{second}", f'("{first}" IS NULL) = ("{second}" IS NULL)')


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    return [
        _id("service_id"),
        _id("id"),
        _id("corrects", empty=True),
        _text("correction_reason"),
        _id("root_id"),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        _id("superseded_by", empty=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        _id("recorded_by"),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        _id("struck_by", empty=True),
        _text("struck_reason"),
        sa.Column("wrong_client", sa.Boolean(), nullable=True),
        _check(table, "wrong_client_of_struck", '"wrong_client" IS NULL OR "struck_at" IS NOT NULL'),
        _pair(table, "struck_at", "struck_by"),
        _pair(table, "struck_at", "struck_reason"),
        _pair(table, "superseded_at", "superseded_by"),
        _key(table, ["superseded_by"], table, initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        TABLE,
        _text("words", empty=False),
        *_recorded(TABLE),
        _key(TABLE, ["service_id"], "services"),
    )
    op.create_index(op.f(f"ix_{TABLE}_service_id"), TABLE, ["service_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
