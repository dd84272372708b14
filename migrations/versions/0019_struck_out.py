"""What ends a fact's life is told whole: its correction by id, or who struck it out, when and why.

Rows that had been taken out without a successor (governance) become struck rows; the trail knows why.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0019_struck_out"
down_revision = "0018_births_and_spellings"
branch_labels = None
depends_on = None

CHAINED = (
    *(
        "clients",
        "naloxone_supplies",
        "clinical_audits",
        "episodes",
        "evidence",
        "incidents",
        "policies",
        "posts",
    ),
    *("returns", "appointments", "assessments", "bbv_events", "care_plan_reviews", "courses", "drug_tests"),
    *("interventions", "needs", "pauses", "tasks", "tops", "care_plans", "countersignatures", "dose_events"),
    *("dose_orders", "prescriptions", "reassessments", "regimens", "risk_actions", "task_actions", "goals"),
    *("order_findings", "prescription_events", "goal_actions"),
)
ENTERED = (
    *(
        "checklist_choices",
        "memberships",
        "midpoints",
        "signed_audits",
        "action_lines",
        "answers",
        "risk_levels",
    ),
    "goal_outcomes",
)
KEYS = {
    "care_plans": ("episode_id", "version"),
    "policies": ("service_id", "policy", "approved_on"),
    "returns": ("level", "unit_id", "question", "key", "recorded_on"),
    "regimens": ("course_id", "effective_on"),
    "dose_orders": ("course_id", "effective_on"),
    "dose_events": ("course_id", "happened_on", "slot"),
}


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _pair(table: str, first: str, second: str) -> str:
    return f'CONSTRAINT ck_{table}_{first}_with_{second} CHECK (("{first}" IS NULL) = ("{second}" IS NULL))'


def _loosen(table: str) -> None:
    """The triggers, which are put back when the newest migration is reached."""
    if _on_postgresql():
        op.execute(f"DROP TRIGGER IF EXISTS keep_{table} ON {table}")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{act}")


def _keys(where: str) -> None:
    for table, columns in KEYS.items():
        name = f"uq_{table}_{'_'.join(columns)}"
        op.execute(f"DROP INDEX {name}")
        listed = ", ".join(f'"{column}"' for column in columns)
        op.execute(f"CREATE UNIQUE INDEX {name} ON {table} ({listed}) WHERE {where}")


def _successors(table: str, id_: str) -> None:
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN superseded_by {id_} CONSTRAINT fk_{table}_superseded_by "
        f"REFERENCES {table} (id) DEFERRABLE INITIALLY DEFERRED"
    )
    op.execute(
        f"UPDATE {table} SET superseded_by = (SELECT min(n.id) FROM {table} n WHERE n.corrects = {table}.id) "
        "WHERE superseded_at IS NOT NULL"
    )


def _taken_out(table: str) -> list[dict[str, object]]:
    """Rows that ended without a successor, with what the trail says of it."""
    bind = op.get_bind()
    sql = (
        f"SELECT r.id, r.superseded_at, t.actor, t.detail FROM {table} r LEFT JOIN trail_entries t "
        f"ON t.subject = '{table}:' || r.id AND t.action LIKE '%.removed' "
        "WHERE r.superseded_at IS NOT NULL AND r.superseded_by IS NULL ORDER BY r.id, t.at"
    )
    ended: dict[str, dict[str, object]] = {}
    for id_, at, actor, detail in bind.execute(sa.text(sql)):
        reason = (json.loads(detail) if detail else {}).get("reason") or "taken out"
        ended[id_] = {"id": id_, "at": at, "by": actor or "migration", "reason": reason}
    return list(ended.values())


def _strike(table: str, ended: list[dict[str, object]]) -> None:
    sql = f"UPDATE {table} SET struck_at = :at, struck_by = :by, struck_reason = :reason WHERE id = :id"
    for one in ended:
        op.get_bind().execute(sa.text(sql), one)


def upgrade() -> None:
    id_ = 'VARCHAR(64) COLLATE "C"' if _on_postgresql() else "VARCHAR(64)"
    moment = "TIMESTAMP WITH TIME ZONE" if _on_postgresql() else "DATETIME"
    for table in (*CHAINED, *ENTERED):
        _loosen(table)
        ended: list[dict[str, object]] = []
        check = ""
        if table in CHAINED:
            _successors(table, id_)
            ended = _taken_out(table)
            op.execute(
                f"UPDATE {table} SET superseded_at = NULL WHERE superseded_at IS NOT NULL AND superseded_by IS NULL"
            )
            if _on_postgresql():
                op.execute("SET CONSTRAINTS ALL IMMEDIATE")
                op.execute("SET CONSTRAINTS ALL DEFERRED")
            check = _pair(table, "superseded_at", "superseded_by")
        op.execute(f"ALTER TABLE {table} ADD COLUMN struck_at {moment} {check}")
        by, reason = _pair(table, "struck_at", "struck_by"), _pair(table, "struck_at", "struck_reason")
        op.execute(f"ALTER TABLE {table} ADD COLUMN struck_by {id_} {by}")
        op.execute(f"ALTER TABLE {table} ADD COLUMN struck_reason VARCHAR {reason}")
        _strike(table, ended)
    _keys("superseded_at IS NULL AND struck_at IS NULL")


def downgrade() -> None:
    _keys("superseded_at IS NULL")
    for table in (*CHAINED, *ENTERED):
        _loosen(table)
        names = ("struck_reason", "struck_by", "struck_at", *(("superseded_by",) if table in CHAINED else ()))
        for name in names:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
