"""Walk-ins of the diary stand on the duty list, and what for need not be known."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.clock import london, now
from careplan.ground.types import Moment

revision = "0062_one_walk_in"
down_revision = "0061_transfer_news"
branch_labels = None
depends_on = None

NONE = "Not recorded"
WHY = "Walk-ins stand on the duty list"
LATEST = """
SELECT a.id, a.service_id, a.starts_at, a.recorded_at, a.recorded_by, a.outcome, a.outcome_at, a.outcome_by,
       e.client_id, c.first_name, c.last_name
FROM appointments a
JOIN episodes e ON e.id = a.episode_id
JOIN clients b ON b.id = e.client_id
JOIN clients c ON c.root_id = b.root_id AND c.superseded_at IS NULL AND c.struck_at IS NULL
WHERE a.clinic = 'Walk-in' AND a.purpose = 'other' AND a.worker_id IS NULL
  AND a.superseded_at IS NULL AND a.struck_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM walk_ins w WHERE w.id = a.id)
ORDER BY a.id
"""
MOMENTS = {name: Moment() for name in ("starts_at", "recorded_at", "outcome_at")}


def upgrade() -> None:
    _words(empty=True)
    here = op.get_bind()
    for row in here.execute(sa.text(LATEST).columns(**MOMENTS)).mappings().all():
        here.execute(_walk_ins().insert(), _carried(row))
    struck = sa.text(
        "UPDATE appointments SET struck_at = :at, struck_by = recorded_by, struck_reason = :why "
        "WHERE outcome IS NULL AND struck_at IS NULL AND id IN (SELECT id FROM walk_ins)"
    ).bindparams(sa.bindparam("at", type_=Moment()))
    here.execute(struck, {"at": now(), "why": WHY})


def _walk_ins() -> sa.TableClause:
    text = ("id", "root_id", "service_id", "came_at", "who", "client_id", "seen_by", "seen_at", "recorded_by")
    days = (sa.column("came_on", sa.Date()), sa.column("recorded_at", Moment()))
    return sa.table("walk_ins", *(sa.column(name, sa.String()) for name in text), *days)


def _carried(row: sa.RowMapping) -> dict[str, object]:
    """The walk-in that an appointment of the diary was; who came is seen by whoever recorded the outcome."""
    came, seen = london(row["starts_at"]), row["outcome"] == "attended"
    return {
        "id": row["id"],
        "root_id": row["id"],
        "service_id": row["service_id"],
        "came_on": came.date(),
        "came_at": f"{came:%H:%M}",
        "who": f"{row['first_name']} {row['last_name']}",
        "client_id": row["client_id"],
        "seen_by": row["outcome_by"] if seen else None,
        "seen_at": f"{london(row['outcome_at']):%H:%M}" if seen else None,
        "recorded_at": row["recorded_at"],
        "recorded_by": row["recorded_by"],
    }


def _words(empty: bool) -> None:
    """Let the column be empty, or fill it; on SQLite a column of its own takes its place."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER IF EXISTS keep_walk_ins ON walk_ins")
        if not empty:
            op.execute(f"UPDATE walk_ins SET words = '{NONE}' WHERE words IS NULL")
        op.alter_column("walk_ins", "words", existing_type=sa.String(), nullable=empty)
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS keep_walk_ins_{act}")
    more = "NULL" if empty else "NOT NULL DEFAULT ''"
    op.execute(f"ALTER TABLE walk_ins ADD COLUMN after VARCHAR {more}")
    op.execute(f"UPDATE walk_ins SET after = coalesce(words, '{NONE}')")
    op.execute("ALTER TABLE walk_ins DROP COLUMN words")
    op.execute("ALTER TABLE walk_ins RENAME COLUMN after TO words")


def downgrade() -> None:
    _words(empty=False)
