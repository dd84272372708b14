"""Leave and cover, the duty rota, walk-ins, and supervision of a service's workers."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import ID, key, pair, recorded

revision = "0059_team"
down_revision = "0058_reminders"
branch_labels = None
depends_on = None

LIVE = "superseded_at IS NULL AND struck_at IS NULL"
WHY = "'leave', 'sick', 'training', 'other'"


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _day(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def _made(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of rows of a service that may be corrected or struck out."""
    op.create_table(
        table,
        *columns,
        _id("service_id"),
        *recorded(table),
        key(table, ["service_id"], "services"),
    )
    op.create_index(op.f(f"ix_{table}_service_id"), table, ["service_id"])


def upgrade() -> None:
    table = "absences"
    after = sa.CheckConstraint(
        '"until_on" >= "from_on"', name=op.f(f"ck_{table}_until_on_not_before_from_on")
    )
    why = sa.CheckConstraint(f'"why" IN ({WHY})', name=op.f(f"ck_{table}_why_code"))
    workers = [key(table, [name], "workers") for name in ("worker_id", "cover_id")]
    days = (_day("from_on"), _day("until_on"), _id("cover_id", empty=True), _text("why", empty=False))
    _made(table, _id("worker_id"), *days, after, why, *workers)
    table = "duties"
    times = (_text("from_time", empty=False), _text("until_time", empty=False))
    _made(table, _day("duty_on"), *times, _id("worker_id"), key(table, ["worker_id"], "workers"))
    live, once = sa.text(LIVE), ["service_id", "duty_on", "worker_id", "from_time"]
    where = {"sqlite_where": live, "postgresql_where": live}
    op.create_index(f"uq_{table}_{'_'.join(once)}", table, once, unique=True, **where)
    table = "supervisions"
    people = (_id("worker_id"), _id("with_id", empty=True))
    workers = [key(table, [name], "workers") for name in ("worker_id", "with_id")]
    _made(table, *people, _day("held_on"), _day("next_on", empty=True), _text("words"), *workers)
    table = "walk_ins"
    came = (
        _day("came_on"),
        _text("came_at", empty=False),
        _text("who", empty=False),
        _text("words", empty=False),
    )
    seen = (_id("client_id", empty=True), _id("seen_by", empty=True), _text("seen_at"))
    keys = (key(table, ["client_id"], "clients"), key(table, ["seen_by"], "workers"))
    _made(table, *came, *seen, *keys, pair(table, "seen_by", "seen_at"))
    op.create_index(op.f(f"ix_{table}_client_id"), table, ["client_id"])


def downgrade() -> None:
    for table in ("walk_ins", "supervisions", "duties", "absences"):
        op.drop_table(table)
