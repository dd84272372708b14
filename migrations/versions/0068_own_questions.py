"""Questions that a service asks beside its checklists, and what clients answer to them."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id, Moment

revision = "0068_own_questions"
down_revision = "0067_rows_of_a_risk_plan"
branch_labels = None
depends_on = None

QUESTIONS, ANSWERS = "own_questions", "own_answers"
LIVE = sa.text("superseded_at IS NULL AND struck_at IS NULL")


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    ends = [
        ('"wrong_client" IS NULL OR "struck_at" IS NOT NULL', "wrong_client_of_struck"),
        ('("struck_at" IS NULL) = ("struck_by" IS NULL)', "struck_at_with_struck_by"),
        ('("struck_at" IS NULL) = ("struck_reason" IS NULL)', "struck_at_with_struck_reason"),
        ('("superseded_at" IS NULL) = ("superseded_by" IS NULL)', "superseded_at_with_superseded_by"),
    ]
    return [
        sa.Column("id", Id, nullable=False),
        sa.Column("corrects", Id, nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.Column("root_id", Id, nullable=False),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        sa.Column("superseded_by", Id, nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", Id, nullable=False),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        sa.Column("struck_by", Id, nullable=True),
        sa.Column("struck_reason", sa.String(), nullable=True),
        sa.Column("wrong_client", sa.Boolean(), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{table}_{name}")) for check, name in ends),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            [f"{table}.id"],
            name=op.f(f"fk_{table}_superseded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        QUESTIONS,
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("service_id", Id, nullable=False),
        *_recorded(QUESTIONS),
        sa.CheckConstraint(
            "\"checklist\" IN ('triage', 'comprehensive', 'risk')",
            name=op.f(f"ck_{QUESTIONS}_checklist_code"),
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f(f"fk_{QUESTIONS}_service_id")),
    )
    op.create_index(op.f(f"ix_{QUESTIONS}_service_id"), QUESTIONS, ["service_id"])
    once = ["service_id", "checklist", "words", "from_on"]
    op.create_index(
        f"uq_{QUESTIONS}_{'_'.join(once)}",
        QUESTIONS,
        once,
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_table(
        ANSWERS,
        sa.Column("question_id", Id, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("episode_id", Id, nullable=False),
        sa.Column("service_id", Id, nullable=False),
        *_recorded(ANSWERS),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f(f"fk_{ANSWERS}_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["question_id"], [f"{QUESTIONS}.id"], name=op.f(f"fk_{ANSWERS}_question_id")),
    )
    for column in ("episode_id", "question_id", "service_id"):
        op.create_index(op.f(f"ix_{ANSWERS}_{column}"), ANSWERS, [column])


def downgrade() -> None:
    op.drop_table(ANSWERS)
    op.drop_table(QUESTIONS)
