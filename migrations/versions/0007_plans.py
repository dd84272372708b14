"""Care plans, needs, goals, reviews."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0007_plans"
down_revision = "0006_prescribing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_plan_reviews",
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
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("client_present", sa.Boolean(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_care_plan_reviews_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan_reviews")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_care_plan_reviews_id_service_id")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("care_plan_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_plan_reviews_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_plan_reviews_service_id"), ["service_id"], unique=False)

    op.create_table(
        "needs",
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
        sa.Column(
            "item",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("wants_help", sa.String(), nullable=False),
        sa.Column("not_now_reason", sa.String(), nullable=True),
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
            "\"domain\" IN ('drug_alcohol', 'physical', 'psychological', 'social', 'legal', 'family_children', 'harm_reduction')",
            name=op.f("ck_needs_domain_code"),
        ),
        sa.CheckConstraint("\"priority\" IN ('high', 'medium', 'low')", name=op.f("ck_needs_priority_code")),
        sa.CheckConstraint("\"wants_help\" IN ('now', 'later', 'no')", name=op.f("ck_needs_wants_help_code")),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_needs_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_service_id"), ["service_id"], unique=False)

    op.create_table(
        "care_plans",
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreement", sa.String(), nullable=True),
        sa.Column("agreed_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "agreed_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("agreed_how", sa.String(), nullable=True),
        sa.Column("signed_name", sa.String(), nullable=True),
        sa.Column("copy_offered_on", sa.Date(), nullable=True),
        sa.Column("copy_taken", sa.String(), nullable=True),
        sa.Column("offered_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "offered_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "risk_assessment_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("own_words_declined", sa.Boolean(), nullable=True),
        sa.Column("matters_to_me", sa.String(), nullable=True),
        sa.Column("strengths", sa.String(), nullable=True),
        sa.Column("how_to_help", sa.String(), nullable=True),
        sa.Column("not_wanted", sa.String(), nullable=True),
        sa.Column("contingency", sa.String(), nullable=True),
        sa.Column("disengagement", sa.String(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("next_review", sa.String(), nullable=True),
        sa.Column("agreement_note", sa.String(), nullable=True),
        sa.Column("no_risk_reason", sa.String(), nullable=True),
        sa.Column("edited", sa.Integer(), server_default="1", nullable=False),
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
            "\"agreed_how\" IN ('on_screen', 'on_paper', 'by_phone', 'declined', 'lacks_capacity')",
            name=op.f("ck_care_plans_agreed_how_code"),
        ),
        sa.CheckConstraint(
            '"agreed_on" >= "drafted_on"', name=op.f("ck_care_plans_agreed_on_not_before_drafted_on")
        ),
        sa.CheckConstraint(
            "\"agreement\" IN ('signed', 'verbal', 'declined', 'lacks_capacity')",
            name=op.f("ck_care_plans_agreement_code"),
        ),
        sa.CheckConstraint(
            "\"copy_taken\" IN ('paper', 'email', 'not_wanted')", name=op.f("ck_care_plans_copy_taken_code")
        ),
        sa.CheckConstraint(
            "\"kind\" IN ('initial', 'comprehensive', 'aftercare')", name=op.f("ck_care_plans_kind_code")
        ),
        sa.CheckConstraint(
            '("agreed_at" IS NULL) = ("agreed_by" IS NULL)',
            name=op.f("ck_care_plans_agreed_at_with_agreed_by"),
        ),
        sa.CheckConstraint(
            '("agreed_on" IS NULL) = ("agreement" IS NULL)',
            name=op.f("ck_care_plans_agreed_on_with_agreement"),
        ),
        sa.CheckConstraint(
            '("offered_at" IS NULL) = ("offered_by" IS NULL)',
            name=op.f("ck_care_plans_offered_at_with_offered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_care_plans_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["risk_assessment_id"], ["assessments.id"], name=op.f("fk_care_plans_risk_assessment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plans")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_care_plans_id_service_id")),
        info={
            "fill_once": ("copy_offered_on", "copy_taken", "offered_at", "offered_by", "superseded_at"),
            "fixed_when": "OLD.agreed_on IS NOT NULL",
        },
    )
    with op.batch_alter_table("care_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_plans_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_plans_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            "uq_care_plans_episode_id_version",
            ["episode_id", "version"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "goals",
        sa.Column(
            "care_plan_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column(
            "need_item",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "need_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("measure", sa.String(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
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
            "\"domain\" IN ('drug_alcohol', 'physical', 'psychological', 'social', 'legal', 'family_children', 'harm_reduction')",
            name=op.f("ck_goals_domain_code"),
        ),
        sa.CheckConstraint(
            "\"status\" IN ('open', 'achieved', 'partly', 'changed', 'stopped')",
            name=op.f("ck_goals_status_code"),
        ),
        sa.ForeignKeyConstraint(
            ["care_plan_id", "service_id"],
            ["care_plans.id", "care_plans.service_id"],
            name=op.f("fk_goals_care_plan_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_goals_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_goals_id_service_id")),
        info={
            "fill_once": ("superseded_at",),
            "fixed_when": "EXISTS (SELECT 1 FROM care_plans WHERE id = OLD.care_plan_id AND agreed_on IS NOT NULL)",
        },
    )
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goals_care_plan_id"), ["care_plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_goals_service_id"), ["service_id"], unique=False)

    op.create_table(
        "goal_actions",
        sa.Column(
            "goal_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "done_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
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
            '("done_at" IS NULL) = ("done_by" IS NULL)', name=op.f("ck_goal_actions_done_at_with_done_by")
        ),
        sa.ForeignKeyConstraint(
            ["goal_id", "service_id"],
            ["goals.id", "goals.service_id"],
            name=op.f("fk_goal_actions_goal_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_actions")),
        info={
            "fill_once": ("done_on", "done_at", "done_by", "superseded_at"),
            "fixed_when": "EXISTS (SELECT 1 FROM goals JOIN care_plans ON care_plans.id = goals.care_plan_id WHERE goals.id = OLD.goal_id AND care_plans.agreed_on IS NOT NULL)",
        },
    )
    with op.batch_alter_table("goal_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_actions_goal_id"), ["goal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_goal_actions_service_id"), ["service_id"], unique=False)

    op.create_table(
        "goal_outcomes",
        sa.Column(
            "review_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "goal_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("client_view", sa.String(), nullable=True),
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"status\" IN ('open', 'achieved', 'partly', 'changed', 'stopped')",
            name=op.f("ck_goal_outcomes_status_code"),
        ),
        sa.ForeignKeyConstraint(
            ["goal_id", "service_id"],
            ["goals.id", "goals.service_id"],
            name=op.f("fk_goal_outcomes_goal_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id", "service_id"],
            ["care_plan_reviews.id", "care_plan_reviews.service_id"],
            name=op.f("fk_goal_outcomes_review_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("review_id", "goal_id", name=op.f("pk_goal_outcomes")),
        info={"fixed": True},
    )
    with op.batch_alter_table("goal_outcomes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_outcomes_goal_id"), ["goal_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("goal_outcomes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_outcomes_goal_id"))

    op.drop_table("goal_outcomes")
    with op.batch_alter_table("goal_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_actions_service_id"))
        batch_op.drop_index(batch_op.f("ix_goal_actions_goal_id"))

    op.drop_table("goal_actions")
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goals_service_id"))
        batch_op.drop_index(batch_op.f("ix_goals_care_plan_id"))

    op.drop_table("goals")
    with op.batch_alter_table("care_plans", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_care_plans_episode_id_version",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_care_plans_service_id"))
        batch_op.drop_index(batch_op.f("ix_care_plans_episode_id"))

    op.drop_table("care_plans")
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needs_service_id"))
        batch_op.drop_index(batch_op.f("ix_needs_episode_id"))

    op.drop_table("needs")
    with op.batch_alter_table("care_plan_reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_plan_reviews_service_id"))
        batch_op.drop_index(batch_op.f("ix_care_plan_reviews_episode_id"))

    op.drop_table("care_plan_reviews")
