"""Notes of contacts, the goals they touch, and a service's own templates of notes."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0040_contact_notes"
down_revision = "0039_recorded_again"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
LIVE = "superseded_at IS NULL AND struck_at IS NULL"
PURPOSES = ("triage", "assessment", "keywork", "care_plan_review", "prescribing", "group", "other")
WAYS = ("face_to_face", "phone", "text", "video", "home_visit", "outreach", "letter")


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


def _codes(table: str, column: str, codes: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{one}'" for one in codes)
    return sa.CheckConstraint(f'"{column}" IN ({listed})', name=op.f(f"ck_{table}_{column}_code"))


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


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _notes()
    _goals()
    _templates()


def _notes() -> None:
    table = "contact_notes"
    op.create_table(
        table,
        sa.Column("happened_on", sa.Date(), nullable=False),
        _text("began"),
        _id("worker_id"),
        _id("appointment_id", empty=True),
        _text("purpose", empty=False),
        _text("way", empty=False),
        _text("with_whom"),
        sa.Column("minutes", sa.Integer(), nullable=True),
        _text("words", empty=False),
        sa.Column("risk_changed", sa.Boolean(), nullable=False),
        _text("risk_words"),
        _text("next_step"),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        _id("episode_id"),
        _id("service_id"),
        *_recorded(table),
        _codes(table, "purpose", PURPOSES),
        _codes(table, "way", WAYS),
        _pair(table, "next_step", "next_step_on"),
        sa.CheckConstraint(
            "risk_changed OR risk_words IS NULL", name=op.f(f"ck_{table}_risk_words_of_a_change")
        ),
        _key(table, ["appointment_id"], "appointments"),
        _key(table, ["worker_id"], "workers"),
        _key(table, ["episode_id", "service_id"], "episodes"),
        sa.UniqueConstraint("id", "service_id", name=op.f(f"uq_{table}_id_service_id")),
    )
    _indexed(table, "appointment_id", "episode_id", "service_id", "worker_id")
    risky = sa.text(f"risk_changed AND {LIVE}")
    op.create_index(f"ix_{table}_risk", table, ["service_id"], sqlite_where=risky, postgresql_where=risky)


def _goals() -> None:
    table = "contact_goals"
    op.create_table(
        table,
        _id("note_id"),
        _id("goal_id"),
        _id("service_id"),
        *_entered(table),
        _key(table, ["note_id", "service_id"], "contact_notes"),
        _key(table, ["goal_id", "service_id"], "goals"),
        sa.PrimaryKeyConstraint("note_id", "goal_id", name=op.f(f"pk_{table}")),
    )
    _indexed(table, "goal_id", "service_id")


def _templates() -> None:
    table = "note_templates"
    op.create_table(
        table,
        _text("purpose", empty=False),
        _text("words", empty=False),
        _id("service_id"),
        *_recorded(table),
        _codes(table, "purpose", PURPOSES),
        _key(table, ["service_id"], "services"),
    )
    _indexed(table, "service_id")
    live = sa.text(LIVE)
    where = {"sqlite_where": live, "postgresql_where": live}
    op.create_index(f"uq_{table}_service_id_purpose", table, ["service_id", "purpose"], unique=True, **where)


def downgrade() -> None:
    for table in ("note_templates", "contact_goals", "contact_notes"):
        op.drop_table(table)
