"""Orders that take a second prescriber, whom was asked, and what came of it."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Hundredths, Id, Moment

revision = "0021_agreements"
down_revision = "0020_why_an_ending_is_right"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("course_id", Id, nullable=False),
        sa.Column("service_id", Id, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("daily_mg", Hundredths(), nullable=False),
        sa.Column("formulation", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaces", Id, nullable=True),
        sa.Column("replaces_because", sa.String(), nullable=True),
        sa.Column("asked_of", Id, nullable=True),
        sa.Column("outside_name", sa.String(), nullable=True),
        sa.Column("outside_registration", sa.String(), nullable=True),
        sa.Column("outside_reached", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", Moment(timezone=True), nullable=True),
        sa.Column("answered_by", Id, nullable=True),
        sa.Column("answer_words", sa.String(), nullable=True),
        sa.Column("dose_order_id", Id, nullable=True),
        sa.Column("noted_at", Moment(timezone=True), nullable=True),
        sa.Column("noted_by", Id, nullable=True),
        sa.Column("id", Id, nullable=False),
        sa.Column("corrects", Id, nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.Column("root_id", Id, nullable=False),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        sa.Column("superseded_by", Id, nullable=True),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        sa.Column("struck_by", Id, nullable=True),
        sa.Column("struck_reason", sa.String(), nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", Id, nullable=False),
        sa.CheckConstraint(
            "\"answer\" IN ('agreed', 'declined', 'withdrawn')", name=op.f("ck_agreements_answer_code")
        ),
        sa.CheckConstraint(
            "\"formulation\" IN ('oral_mixture', 'oral_concentrate', 'tablet', 'injectable', 'sublingual', 'sublingual_with_naloxone', 'lyophilisate', 'depot_weekly', 'depot_monthly')",
            name=op.f("ck_agreements_formulation_code"),
        ),
        sa.CheckConstraint(
            "\"phase\" IN ('induction', 'maintenance', 'reduction', 'detox')",
            name=op.f("ck_agreements_phase_code"),
        ),
        sa.CheckConstraint(
            '("answer" IS NULL) = ("answered_at" IS NULL)', name=op.f("ck_agreements_answer_with_answered_at")
        ),
        sa.CheckConstraint(
            '("answered_at" IS NULL) = ("answered_by" IS NULL)',
            name=op.f("ck_agreements_answered_at_with_answered_by"),
        ),
        sa.CheckConstraint(
            '("noted_at" IS NULL) = ("noted_by" IS NULL)', name=op.f("ck_agreements_noted_at_with_noted_by")
        ),
        sa.CheckConstraint(
            '("outside_name" IS NULL) = ("outside_reached" IS NULL)',
            name=op.f("ck_agreements_outside_name_with_outside_reached"),
        ),
        sa.CheckConstraint(
            '("outside_name" IS NULL) = ("outside_registration" IS NULL)',
            name=op.f("ck_agreements_outside_name_with_outside_registration"),
        ),
        sa.CheckConstraint(
            "(asked_of IS NULL) = (outside_name IS NOT NULL)", name=op.f("ck_agreements_colleague_or_outside")
        ),
        sa.CheckConstraint(
            '("superseded_at" IS NULL) = ("superseded_by" IS NULL)',
            name=op.f("ck_agreements_superseded_at_with_superseded_by"),
        ),
        sa.CheckConstraint(
            '("struck_at" IS NULL) = ("struck_by" IS NULL)',
            name=op.f("ck_agreements_struck_at_with_struck_by"),
        ),
        sa.CheckConstraint(
            '("struck_at" IS NULL) = ("struck_reason" IS NULL)',
            name=op.f("ck_agreements_struck_at_with_struck_reason"),
        ),
        sa.CheckConstraint("asked_of <> recorded_by", name=op.f("ck_agreements_somebody_else")),
        sa.CheckConstraint("daily_mg > 0", name=op.f("ck_agreements_daily_mg_above_zero")),
        sa.ForeignKeyConstraint(["asked_of"], ["workers.id"], name=op.f("fk_agreements_asked_of")),
        sa.ForeignKeyConstraint(
            ["course_id", "service_id"],
            ["courses.id", "courses.service_id"],
            name=op.f("fk_agreements_course_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["dose_order_id", "service_id"],
            ["dose_orders.id", "dose_orders.service_id"],
            name=op.f("fk_agreements_dose_order_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces", "service_id"],
            ["dose_orders.id", "dose_orders.service_id"],
            name=op.f("fk_agreements_replaces_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["agreements.id"],
            name=op.f("fk_agreements_superseded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_service_id"), "agreements", ["service_id"], unique=False)
    op.create_index(
        "uq_agreements_waiting",
        "agreements",
        ["course_id"],
        unique=True,
        sqlite_where=sa.text("answer IS NULL AND superseded_at IS NULL AND struck_at IS NULL"),
        postgresql_where=sa.text("answer IS NULL AND superseded_at IS NULL AND struck_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_agreements_waiting",
        table_name="agreements",
        sqlite_where=sa.text("answer IS NULL AND superseded_at IS NULL AND struck_at IS NULL"),
        postgresql_where=sa.text("answer IS NULL AND superseded_at IS NULL AND struck_at IS NULL"),
    )
    op.drop_index(op.f("ix_agreements_service_id"), table_name="agreements")
    op.drop_table("agreements")
