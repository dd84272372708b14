"""Courses, orders, regimens, prescriptions, doses."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0006_prescribing"
down_revision = "0005_risk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "courses",
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
        sa.Column("drug", sa.String(), nullable=False),
        sa.Column("first_dose_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("tolerance", sa.String(), nullable=True),
        sa.Column("sedatives_or_alcohol", sa.Boolean(), nullable=True),
        sa.Column("verified_dose_mg", careplan.ground.types.Hundredths(), nullable=True),
        sa.Column("verified_last_dose_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.Column("cross_titration_plan", sa.String(), nullable=True),
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
        sa.CheckConstraint("\"drug\" IN ('methadone', 'buprenorphine')", name=op.f("ck_courses_drug_code")),
        sa.CheckConstraint(
            '"ended_on" >= "first_dose_on"', name=op.f("ck_courses_ended_on_not_before_first_dose_on")
        ),
        sa.CheckConstraint(
            "\"intent\" IN ('maintenance', 'reduction', 'detox')", name=op.f("ck_courses_intent_code")
        ),
        sa.CheckConstraint(
            "\"tolerance\" IN ('assured', 'low', 'uncertain')", name=op.f("ck_courses_tolerance_code")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_courses_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_courses_id_service_id")),
        info={"fill_once": ("ended_on", "superseded_at")},
    )
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_courses_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index("ix_courses_root_id", ["root_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_courses_service_id"), ["service_id"], unique=False)

    op.create_table(
        "dose_events",
        sa.Column(
            "course_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), server_default="1", nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("mg", careplan.ground.types.Hundredths(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("second_prescriber", sa.String(), nullable=True),
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
        sa.CheckConstraint("\"cause\" IN ('client', 'service')", name=op.f("ck_dose_events_cause_code")),
        sa.CheckConstraint(
            "\"mode\" IN ('supervised', 'on_site', 'take_home')", name=op.f("ck_dose_events_mode_code")
        ),
        sa.CheckConstraint("\"source\" IN ('pharmacy', 'own')", name=op.f("ck_dose_events_source_code")),
        sa.CheckConstraint(
            "\"status\" IN ('taken', 'collected', 'missed', 'refused', 'withheld', 'vomited', 'part_taken', 'not_supplied')",
            name=op.f("ck_dose_events_status_code"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id", "service_id"],
            ["courses.id", "courses.service_id"],
            name=op.f("fk_dose_events_course_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dose_events")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("dose_events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_dose_events_service_happened_on", ["service_id", "happened_on"], unique=False
        )
        batch_op.create_index(
            "uq_dose_events_course_id_happened_on_slot",
            ["course_id", "happened_on", "slot"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "dose_orders",
        sa.Column(
            "course_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("daily_mg", careplan.ground.types.Hundredths(), nullable=False),
        sa.Column("formulation", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
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
            "\"formulation\" IN ('oral_mixture', 'oral_concentrate', 'tablet', 'injectable', 'sublingual', 'sublingual_with_naloxone', 'lyophilisate', 'depot_weekly', 'depot_monthly')",
            name=op.f("ck_dose_orders_formulation_code"),
        ),
        sa.CheckConstraint(
            "\"phase\" IN ('induction', 'maintenance', 'reduction', 'detox')",
            name=op.f("ck_dose_orders_phase_code"),
        ),
        sa.CheckConstraint("daily_mg > 0", name=op.f("ck_dose_orders_daily_mg_above_zero")),
        sa.ForeignKeyConstraint(
            ["course_id", "service_id"],
            ["courses.id", "courses.service_id"],
            name=op.f("fk_dose_orders_course_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dose_orders")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_dose_orders_id_service_id")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("dose_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dose_orders_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dose_orders_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            "uq_dose_orders_course_id_effective_on",
            ["course_id", "effective_on"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "prescriptions",
        sa.Column(
            "course_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("serial", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("formulation", sa.String(), nullable=False),
        sa.Column("total_mg", careplan.ground.types.Hundredths(), nullable=False),
        sa.Column(
            "prescriber_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
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
            '"ends_on" >= "starts_on"', name=op.f("ck_prescriptions_ends_on_not_before_starts_on")
        ),
        sa.CheckConstraint(
            "\"form\" IN ('fp10mda', 'fp10', 'hospital', 'private')", name=op.f("ck_prescriptions_form_code")
        ),
        sa.CheckConstraint(
            "\"formulation\" IN ('oral_mixture', 'oral_concentrate', 'tablet', 'injectable', 'sublingual', 'sublingual_with_naloxone', 'lyophilisate', 'depot_weekly', 'depot_monthly')",
            name=op.f("ck_prescriptions_formulation_code"),
        ),
        sa.CheckConstraint(
            "\"status\" IN ('issued', 'cancelled', 'lost', 'replaced', 'expired', 'completed')",
            name=op.f("ck_prescriptions_status_code"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id", "service_id"],
            ["courses.id", "courses.service_id"],
            name=op.f("fk_prescriptions_course_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["prescriber_id"], ["workers.id"], name=op.f("fk_prescriptions_prescriber_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescriptions")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_prescriptions_id_service_id")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("prescriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prescriptions_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescriptions_service_id"), ["service_id"], unique=False)

    op.create_table(
        "reassessments",
        sa.Column(
            "course_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("reassessed_on", sa.Date(), nullable=False),
        sa.Column("tolerance", sa.String(), nullable=False),
        sa.Column("intoxicated", sa.Boolean(), nullable=False),
        sa.Column("withdrawal", sa.String(), nullable=False),
        sa.Column("other_use", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
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
            "\"tolerance\" IN ('assured', 'low', 'uncertain')", name=op.f("ck_reassessments_tolerance_code")
        ),
        sa.ForeignKeyConstraint(
            ["course_id", "service_id"],
            ["courses.id", "courses.service_id"],
            name=op.f("fk_reassessments_course_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassessments")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("reassessments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reassessments_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reassessments_service_id"), ["service_id"], unique=False)

    op.create_table(
        "regimens",
        sa.Column(
            "course_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("collect", sa.String(), nullable=False),
        sa.Column("supervised", sa.String(), nullable=False),
        sa.Column("s1_reason", sa.String(), nullable=True),
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
        sa.CheckConstraint("length(collect) = 7", name=op.f("ck_regimens_collect_seven_days")),
        sa.CheckConstraint("length(supervised) = 7", name=op.f("ck_regimens_supervised_seven_days")),
        sa.ForeignKeyConstraint(
            ["course_id", "service_id"],
            ["courses.id", "courses.service_id"],
            name=op.f("fk_regimens_course_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regimens")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("regimens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regimens_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regimens_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            "uq_regimens_course_id_effective_on",
            ["course_id", "effective_on"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "order_findings",
        sa.Column(
            "dose_order_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("second_prescriber", sa.String(), nullable=True),
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
            "\"severity\" IN ('B', 'W2', 'W', 'I')", name=op.f("ck_order_findings_severity_code")
        ),
        sa.ForeignKeyConstraint(
            ["dose_order_id", "service_id"],
            ["dose_orders.id", "dose_orders.service_id"],
            name=op.f("fk_order_findings_dose_order_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_findings")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("order_findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_findings_dose_order_id"), ["dose_order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_findings_service_id"), ["service_id"], unique=False)

    op.create_table(
        "prescription_events",
        sa.Column(
            "prescription_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
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
            "\"status\" IN ('issued', 'cancelled', 'lost', 'replaced', 'expired', 'completed')",
            name=op.f("ck_prescription_events_status_code"),
        ),
        sa.ForeignKeyConstraint(
            ["prescription_id", "service_id"],
            ["prescriptions.id", "prescriptions.service_id"],
            name=op.f("fk_prescription_events_prescription_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_events")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("prescription_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prescription_events_prescription_id"), ["prescription_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_prescription_events_service_id"), ["service_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("prescription_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescription_events_service_id"))
        batch_op.drop_index(batch_op.f("ix_prescription_events_prescription_id"))

    op.drop_table("prescription_events")
    with op.batch_alter_table("order_findings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_findings_service_id"))
        batch_op.drop_index(batch_op.f("ix_order_findings_dose_order_id"))

    op.drop_table("order_findings")
    with op.batch_alter_table("regimens", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_regimens_course_id_effective_on",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_regimens_service_id"))
        batch_op.drop_index(batch_op.f("ix_regimens_course_id"))

    op.drop_table("regimens")
    with op.batch_alter_table("reassessments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reassessments_service_id"))
        batch_op.drop_index(batch_op.f("ix_reassessments_course_id"))

    op.drop_table("reassessments")
    with op.batch_alter_table("prescriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescriptions_service_id"))
        batch_op.drop_index(batch_op.f("ix_prescriptions_course_id"))

    op.drop_table("prescriptions")
    with op.batch_alter_table("dose_orders", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dose_orders_course_id_effective_on",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_dose_orders_service_id"))
        batch_op.drop_index(batch_op.f("ix_dose_orders_course_id"))

    op.drop_table("dose_orders")
    with op.batch_alter_table("dose_events", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dose_events_course_id_happened_on_slot",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index("ix_dose_events_service_happened_on")

    op.drop_table("dose_events")
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_courses_service_id"))
        batch_op.drop_index("ix_courses_root_id")
        batch_op.drop_index(batch_op.f("ix_courses_episode_id"))

    op.drop_table("courses")
