"""Assessments, answers, checklist choices."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0004_assessment"
down_revision = "0003_clients"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checklist_choices",
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("hidden", sa.String(), nullable=False),
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"checklist\" IN ('triage', 'comprehensive', 'risk')",
            name=op.f("ck_checklist_choices_checklist_code"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_checklist_choices_service_id")
        ),
        sa.PrimaryKeyConstraint(
            "service_id", "checklist", "edition", "from_on", name=op.f("pk_checklist_choices")
        ),
    )
    op.create_table(
        "assessments",
        sa.Column(
            "episode_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column(
            "worker_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("incomplete_reason", sa.String(), nullable=True),
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "corrects",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.Column(
            "root_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("superseded_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            '"completed_on" >= "started_on"', name=op.f("ck_assessments_completed_on_not_before_started_on")
        ),
        sa.CheckConstraint(
            "\"kind\" IN ('triage', 'comprehensive', 'risk')", name=op.f("ck_assessments_kind_code")
        ),
        sa.CheckConstraint("checklist = kind", name=op.f("ck_assessments_checklist_of_kind")),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_assessments_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_assessments_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_assessments_id_service_id")),
        info={"fill_once": ("superseded_at",), "fixed_when": "OLD.completed_on IS NOT NULL"},
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessments_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessments_service_id"), ["service_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column(
            "assessment_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "item",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("value", careplan.ground.types.CanonicalJson(), nullable=True),
        sa.Column("need", sa.Boolean(), nullable=True),
        sa.Column(
            "carried_from",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(value IS NOT NULL) = (status = 'answered')", name=op.f("ck_answers_value_only_with_answered")
        ),
        sa.CheckConstraint(
            "\"status\" IN ('answered', 'declined', 'not_known', 'not_applicable', 'not_asked')",
            name=op.f("ck_answers_status_code"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id", "service_id"],
            ["assessments.id", "assessments.service_id"],
            name=op.f("fk_answers_assessment_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["carried_from"], ["assessments.id"], name=op.f("fk_answers_carried_from")),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_answers")),
        info={
            "fixed": True,
            "fixed_when": "EXISTS (SELECT 1 FROM assessments WHERE id = OLD.assessment_id AND completed_on IS NOT NULL)",
        },
    )


def downgrade() -> None:
    op.drop_table("answers")
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessments_service_id"))
        batch_op.drop_index(batch_op.f("ix_assessments_episode_id"))

    op.drop_table("assessments")
    op.drop_table("checklist_choices")
