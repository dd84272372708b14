"""Leave and cover, the duty rota, walk-ins, and supervision of a service's workers."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0059_team"
down_revision = "0058_reminders"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
LIVE = "superseded_at IS NULL AND struck_at IS NULL"
WHY = "'leave', 'sick', 'training', 'other'"


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _day(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def _key(table: str, column: str, to: str, **more: object) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), **more)


def _pair(table: str, first: str, second: str) -> sa.CheckConstraint:
    words = f'("{first}" IS NULL) = ("{second}" IS NULL)'
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{first}_with_{second}"))


def _made(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of rows of a service that may be corrected or struck out."""
    struck = sa.CheckConstraint(
        '"wrong_client" IS NULL OR "struck_at" IS NOT NULL', name=op.f(f"ck_{table}_wrong_client_of_struck")
    )
    op.create_table(
        table,
        *columns,
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
        _pair(table, "struck_at", "struck_by"),
        _pair(table, "struck_at", "struck_reason"),
        struck,
        _pair(table, "superseded_at", "superseded_by"),
        _key(table, "superseded_by", table, initially="DEFERRED", deferrable=True),
        _key(table, "service_id", "services"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_service_id"), table, ["service_id"])


def upgrade() -> None:
    table = "absences"
    after = sa.CheckConstraint(
        '"until_on" >= "from_on"', name=op.f(f"ck_{table}_until_on_not_before_from_on")
    )
    why = sa.CheckConstraint(f'"why" IN ({WHY})', name=op.f(f"ck_{table}_why_code"))
    workers = [_key(table, name, "workers") for name in ("worker_id", "cover_id")]
    days = (_day("from_on"), _day("until_on"), _id("cover_id", empty=True), _text("why", empty=False))
    _made(table, _id("worker_id"), *days, after, why, *workers)
    table = "duties"
    times = (_text("from_time", empty=False), _text("until_time", empty=False))
    _made(table, _day("duty_on"), *times, _id("worker_id"), _key(table, "worker_id", "workers"))
    live, once = sa.text(LIVE), ["service_id", "duty_on", "worker_id", "from_time"]
    where = {"sqlite_where": live, "postgresql_where": live}
    op.create_index(f"uq_{table}_{'_'.join(once)}", table, once, unique=True, **where)
    table = "supervisions"
    people = (_id("worker_id"), _id("with_id", empty=True))
    workers = [_key(table, name, "workers") for name in ("worker_id", "with_id")]
    _made(table, *people, _day("held_on"), _day("next_on", empty=True), _text("words"), *workers)
    table = "walk_ins"
    came = (
        _day("came_on"),
        _text("came_at", empty=False),
        _text("who", empty=False),
        _text("words", empty=False),
    )
    seen = (_id("client_id", empty=True), _id("seen_by", empty=True), _text("seen_at"))
    keys = (_key(table, "client_id", "clients"), _key(table, "seen_by", "workers"))
    _made(table, *came, *seen, *keys, _pair(table, "seen_by", "seen_at"))
    op.create_index(op.f(f"ix_{table}_client_id"), table, ["client_id"])


def downgrade() -> None:
    for table in ("walk_ins", "supervisions", "duties", "absences"):
        op.drop_table(table)
