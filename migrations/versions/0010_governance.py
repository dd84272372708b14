"""Policies, posts, clinical audits, incidents, returns and evidence; appointments, drug tests, TOPs, BBV events, naloxone."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0010_governance"
down_revision = "0009_who_ended"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "naloxone_supplies",
        sa.Column(
            "client_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("trained", sa.Boolean(), nullable=True),
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
            "\"reason\" IN ('first', 'replacement_used', 'replacement_expired', 'replacement_lost')",
            name=op.f("ck_naloxone_supplies_reason_code"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_naloxone_supplies_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_naloxone_supplies")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("naloxone_supplies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_naloxone_supplies_client_id"), ["client_id"], unique=False)

    op.create_table(
        "clinical_audits",
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("signed_off_by", sa.String(), nullable=False),
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
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_clinical_audits_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinical_audits")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("clinical_audits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clinical_audits_service_id"), ["service_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column(
            "unit_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "partnership_id",
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
            "(level = 'service') = (service_id IS NOT NULL)", name=op.f("ck_evidence_unit_of_level")
        ),
        sa.CheckConstraint("\"kind\" IN ('document', 'link')", name=op.f("ck_evidence_kind_code")),
        sa.CheckConstraint("\"level\" IN ('service', 'partnership')", name=op.f("ck_evidence_level_code")),
        sa.CheckConstraint(
            "\"media_type\" IN ('application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'text/csv', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet')",
            name=op.f("ck_evidence_media_type_code"),
        ),
        sa.CheckConstraint(
            "(\"file_name\" IS NOT NULL) = (kind = 'document') AND (\"media_type\" IS NOT NULL) = (kind = 'document') AND (\"content\" IS NOT NULL) = (kind = 'document') AND (\"sha256\" IS NOT NULL) = (kind = 'document')",
            name=op.f("ck_evidence_document_whole"),
        ),
        sa.CheckConstraint("(\"url\" IS NOT NULL) = (kind = 'link')", name=op.f("ck_evidence_link_whole")),
        sa.CheckConstraint(
            "(service_id IS NULL) <> (partnership_id IS NULL)", name=op.f("ck_evidence_one_unit")
        ),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 5242880", name=op.f("ck_evidence_content_size")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_evidence_sha256_whole")),
        sa.CheckConstraint(
            "unit_id = coalesce(service_id, partnership_id)", name=op.f("ck_evidence_unit_id_of_unit")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_evidence_partnership_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_evidence_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ix_evidence_unit_id_question", ["unit_id", "question"], unique=False)

    op.create_table(
        "incidents",
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "client_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
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
            "\"kind\" IN ('drug_error', 'overdose', 'death', 'violence', 'safeguarding', 'register', 'lost_prescription', 'other')",
            name=op.f("ck_incidents_kind_code"),
        ),
        sa.CheckConstraint(
            "\"severity\" IN ('none', 'low', 'moderate', 'severe', 'death')",
            name=op.f("ck_incidents_severity_code"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_incidents_client_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_incidents_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_incidents_service_happened_on", ["service_id", "happened_on"], unique=False)

    op.create_table(
        "policies",
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=False),
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
            "\"policy\" IN ('adverse_incidents', 'prescribing', 'prescribing_review', 'complaints_practice_protocols', 'pharmacist_meetings', 'risk_assessment_protocols', 'methadone_titration', 'buprenorphine_titration', 'information_sharing', 'child_protection', 'care_coordination')",
            name=op.f("ck_policies_policy_code"),
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_policies_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policies_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            "uq_policies_service_id_policy_approved_on",
            ["service_id", "policy", "approved_on"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "posts",
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("established_wte", careplan.ground.types.Hundredths(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column(
            "worker_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("direct_work_percent", careplan.ground.types.Hundredths(), nullable=True),
        sa.Column("experience_years", careplan.ground.types.Hundredths(), nullable=True),
        sa.Column("accredited", sa.Boolean(), nullable=True),
        sa.Column("experience_in", sa.String(), nullable=True),
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
            "\"experience_in\" IN ('substance_misuse', 'management')",
            name=op.f("ck_posts_experience_in_code"),
        ),
        sa.CheckConstraint(
            "\"role\" IN ('practitioner', 'manager', 'doctor', 'other')", name=op.f("ck_posts_role_code")
        ),
        sa.CheckConstraint(
            "\"status\" IN ('filled', 'vacant', 'temporary')", name=op.f("ck_posts_status_code")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_posts_service_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_posts_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posts_service_id"), ["service_id"], unique=False)

    op.create_table(
        "returns",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column(
            "unit_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "partnership_id",
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
            "(level = 'service') = (service_id IS NOT NULL)", name=op.f("ck_returns_unit_of_level")
        ),
        sa.CheckConstraint("\"level\" IN ('service', 'partnership')", name=op.f("ck_returns_level_code")),
        sa.CheckConstraint(
            "(service_id IS NULL) <> (partnership_id IS NULL)", name=op.f("ck_returns_one_unit")
        ),
        sa.CheckConstraint(
            "unit_id = coalesce(service_id, partnership_id)", name=op.f("ck_returns_unit_id_of_unit")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_returns_partnership_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_returns_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_returns_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_returns_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            "uq_returns_level_unit_id_question_key_recorded_on",
            ["level", "unit_id", "question", "key", "recorded_on"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "appointments",
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
        sa.Column("starts_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "outcome_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "worker_id",
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
            "\"outcome\" IN ('attended', 'did_not_attend', 'cancelled_by_client', 'cancelled_by_service')",
            name=op.f("ck_appointments_outcome_code"),
        ),
        sa.CheckConstraint(
            "\"purpose\" IN ('triage', 'assessment', 'keywork', 'care_plan_review', 'prescribing', 'group', 'other')",
            name=op.f("ck_appointments_purpose_code"),
        ),
        sa.CheckConstraint(
            '("outcome_at" IS NULL) = ("outcome_by" IS NULL)',
            name=op.f("ck_appointments_outcome_at_with_outcome_by"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_appointments_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_appointments_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        info={"fill_once": ("outcome", "outcome_at", "outcome_by", "superseded_at")},
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointments_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_service_id"), ["service_id"], unique=False)

    op.create_table(
        "bbv_events",
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
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
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
            "\"kind\" IN ('hbv_offered', 'hbv_accepted', 'hbv_refused', 'hbv_dose_1', 'hbv_dose_2', 'hbv_dose_3', 'hbv_immune', 'hcv_offered', 'hcv_refused', 'hcv_tested', 'hiv_offered', 'hiv_tested')",
            name=op.f("ck_bbv_events_kind_code"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_bbv_events_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bbv_events")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("bbv_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bbv_events_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bbv_events_service_id"), ["service_id"], unique=False)

    op.create_table(
        "drug_tests",
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
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("results", careplan.ground.types.CanonicalJson(), nullable=False),
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
        sa.CheckConstraint("\"sample\" IN ('urine', 'oral_fluid')", name=op.f("ck_drug_tests_sample_code")),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_drug_tests_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drug_tests")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("drug_tests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drug_tests_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drug_tests_service_id"), ["service_id"], unique=False)

    op.create_table(
        "tops",
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
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("interviewed_on", sa.Date(), nullable=False),
        sa.Column("alcuse", sa.String(), nullable=True),
        sa.Column("consmp", sa.String(), nullable=True),
        sa.Column("opiuse", sa.String(), nullable=True),
        sa.Column("crause", sa.String(), nullable=True),
        sa.Column("cocause", sa.String(), nullable=True),
        sa.Column("amphuse", sa.String(), nullable=True),
        sa.Column("cannuse", sa.String(), nullable=True),
        sa.Column("otdrguse", sa.String(), nullable=True),
        sa.Column("tobuse", sa.String(), nullable=True),
        sa.Column("ivdrguse", sa.String(), nullable=True),
        sa.Column("sharing", sa.String(), nullable=True),
        sa.Column("shotheft", sa.String(), nullable=True),
        sa.Column("drgsell", sa.String(), nullable=True),
        sa.Column("oththeft", sa.String(), nullable=True),
        sa.Column("assault", sa.String(), nullable=True),
        sa.Column("psyhstat", sa.String(), nullable=True),
        sa.Column("pwork", sa.String(), nullable=True),
        sa.Column("volnpwork", sa.String(), nullable=True),
        sa.Column("educat", sa.String(), nullable=True),
        sa.Column("phstat", sa.String(), nullable=True),
        sa.Column("acuthpbm", sa.String(), nullable=True),
        sa.Column("unsthse", sa.String(), nullable=True),
        sa.Column("hrisk", sa.String(), nullable=True),
        sa.Column("quallife", sa.String(), nullable=True),
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
        sa.CheckConstraint("\"acuthpbm\" IN ('Y', 'N', 'NA')", name=op.f("ck_tops_acuthpbm_code")),
        sa.CheckConstraint("\"assault\" IN ('Y', 'N', 'NA')", name=op.f("ck_tops_assault_code")),
        sa.CheckConstraint("\"hrisk\" IN ('Y', 'N', 'NA')", name=op.f("ck_tops_hrisk_code")),
        sa.CheckConstraint("\"oththeft\" IN ('Y', 'N', 'NA')", name=op.f("ck_tops_oththeft_code")),
        sa.CheckConstraint("\"sharing\" IN ('Y', 'N', 'NA')", name=op.f("ck_tops_sharing_code")),
        sa.CheckConstraint(
            "\"stage\" IN ('start', 'review', 'exit', 'post_exit')", name=op.f("ck_tops_stage_code")
        ),
        sa.CheckConstraint("\"unsthse\" IN ('Y', 'N', 'NA')", name=op.f("ck_tops_unsthse_code")),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_tops_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tops")),
        info={"fill_once": ("superseded_at",)},
    )
    with op.batch_alter_table("tops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tops_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tops_service_id"), ["service_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("tops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tops_service_id"))
        batch_op.drop_index(batch_op.f("ix_tops_episode_id"))

    op.drop_table("tops")
    with op.batch_alter_table("drug_tests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drug_tests_service_id"))
        batch_op.drop_index(batch_op.f("ix_drug_tests_episode_id"))

    op.drop_table("drug_tests")
    with op.batch_alter_table("bbv_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bbv_events_service_id"))
        batch_op.drop_index(batch_op.f("ix_bbv_events_episode_id"))

    op.drop_table("bbv_events")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointments_service_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_episode_id"))

    op.drop_table("appointments")
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_returns_level_unit_id_question_key_recorded_on",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_returns_service_id"))
        batch_op.drop_index(batch_op.f("ix_returns_partnership_id"))

    op.drop_table("returns")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_service_id"))

    op.drop_table("posts")
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_policies_service_id_policy_approved_on",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_policies_service_id"))

    op.drop_table("policies")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index("ix_incidents_service_happened_on")
        batch_op.drop_index(batch_op.f("ix_incidents_client_id"))

    op.drop_table("incidents")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_unit_id_question")
        batch_op.drop_index(batch_op.f("ix_evidence_service_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_partnership_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("clinical_audits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clinical_audits_service_id"))

    op.drop_table("clinical_audits")
    with op.batch_alter_table("naloxone_supplies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_naloxone_supplies_client_id"))

    op.drop_table("naloxone_supplies")
