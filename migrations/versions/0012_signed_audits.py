"""National mid-points, signed audits with figures, records and findings, action lines."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0012_signed_audits"
down_revision = "0011_withdrawn_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "midpoints",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("ruleset", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("percent", careplan.ground.types.Hundredths(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 10000", name=op.f("ck_midpoints_percent_up_to_100")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_midpoints_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_midpoints")),
        info={"fixed": True},
    )
    with op.batch_alter_table("midpoints", schema=None) as batch_op:
        batch_op.create_index("ix_midpoints_service_id_ruleset", ["service_id", "ruleset"], unique=False)

    op.create_table(
        "signed_audits",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("census", sa.Date(), nullable=False),
        sa.Column("ruleset_name", sa.String(), nullable=False),
        sa.Column("ruleset_edition", sa.String(), nullable=False),
        sa.Column("ruleset_sha256", sa.String(), nullable=False),
        sa.Column("midpoints", careplan.ground.types.CanonicalJson(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("no_action_reason", sa.String(), nullable=True),
        sa.Column("signed_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "signed_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_role", sa.String(), nullable=False),
        sa.Column(
            "clinical_audit_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("frame", careplan.ground.types.CanonicalJson(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
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
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(level = 'service') = (service_id IS NOT NULL)", name=op.f("ck_signed_audits_unit_of_level")
        ),
        sa.CheckConstraint(
            "\"level\" IN ('service', 'partnership')", name=op.f("ck_signed_audits_level_code")
        ),
        sa.CheckConstraint(
            "(service_id IS NULL) <> (partnership_id IS NULL)", name=op.f("ck_signed_audits_one_unit")
        ),
        sa.CheckConstraint("length(ruleset_sha256) = 64", name=op.f("ck_signed_audits_ruleset_sha256_whole")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_signed_audits_sha256_whole")),
        sa.CheckConstraint(
            "unit_id = coalesce(service_id, partnership_id)", name=op.f("ck_signed_audits_unit_id_of_unit")
        ),
        sa.ForeignKeyConstraint(
            ["clinical_audit_id"], ["clinical_audits.id"], name=op.f("fk_signed_audits_clinical_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_signed_audits_partnership_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_signed_audits_service_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["workers.id"], name=op.f("fk_signed_audits_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_audits")),
        info={"fixed": True},
    )
    with op.batch_alter_table("signed_audits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_audits_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signed_audits_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ix_signed_audits_signed_at", ["signed_at"], unique=False)

    op.create_table(
        "action_lines",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "signed_audit_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column(
            "owner_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("start_band", sa.String(), nullable=True),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("withdrawn_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "withdrawn_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
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
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(level = 'service') = (service_id IS NOT NULL)", name=op.f("ck_action_lines_unit_of_level")
        ),
        sa.CheckConstraint(
            "\"level\" IN ('service', 'partnership')", name=op.f("ck_action_lines_level_code")
        ),
        sa.CheckConstraint(
            "\"start_band\" IN ('weak', 'fair', 'good', 'excellent')",
            name=op.f("ck_action_lines_start_band_code"),
        ),
        sa.CheckConstraint(
            "\"target\" IN ('weak', 'fair', 'good', 'excellent')", name=op.f("ck_action_lines_target_code")
        ),
        sa.CheckConstraint(
            '("withdrawn_at" IS NULL) = ("withdrawn_by" IS NULL)',
            name=op.f("ck_action_lines_withdrawn_at_with_withdrawn_by"),
        ),
        sa.CheckConstraint(
            '("withdrawn_at" IS NULL) = ("withdrawn_reason" IS NULL)',
            name=op.f("ck_action_lines_withdrawn_at_with_withdrawn_reason"),
        ),
        sa.CheckConstraint(
            "(service_id IS NULL) <> (partnership_id IS NULL)", name=op.f("ck_action_lines_one_unit")
        ),
        sa.CheckConstraint(
            "unit_id = coalesce(service_id, partnership_id)", name=op.f("ck_action_lines_unit_id_of_unit")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["workers.id"], name=op.f("fk_action_lines_owner_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_action_lines_partnership_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_action_lines_service_id")),
        sa.ForeignKeyConstraint(
            ["signed_audit_id"], ["signed_audits.id"], name=op.f("fk_action_lines_signed_audit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_lines")),
        info={"fill_once": ("withdrawn_at", "withdrawn_by", "withdrawn_reason")},
    )
    with op.batch_alter_table("action_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_lines_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_lines_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_action_lines_signed_audit_id"), ["signed_audit_id"], unique=False
        )

    op.create_table(
        "findings",
        sa.Column(
            "signed_audit_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signed_audit_id"], ["signed_audits.id"], name=op.f("fk_findings_signed_audit_id")
        ),
        sa.PrimaryKeyConstraint("signed_audit_id", "place", name=op.f("pk_findings")),
        info={"fixed": True},
    )
    op.create_table(
        "signed_figures",
        sa.Column(
            "signed_audit_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("numerator", sa.String(), nullable=True),
        sa.Column("denominator", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("low_n", sa.Boolean(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("excluded", careplan.ground.types.CanonicalJson(), nullable=True),
        sa.Column("services", careplan.ground.types.CanonicalJson(), nullable=True),
        sa.CheckConstraint(
            "\"band\" IN ('weak', 'fair', 'good', 'excellent')", name=op.f("ck_signed_figures_band_code")
        ),
        sa.CheckConstraint("\"kind\" IN ('measure', 'indicator')", name=op.f("ck_signed_figures_kind_code")),
        sa.ForeignKeyConstraint(
            ["signed_audit_id"], ["signed_audits.id"], name=op.f("fk_signed_figures_signed_audit_id")
        ),
        sa.PrimaryKeyConstraint("signed_audit_id", "key", name=op.f("pk_signed_figures")),
        info={"fixed": True},
    )
    op.create_table(
        "signed_records",
        sa.Column(
            "signed_audit_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "episode_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "\"part\" IN ('both', 'numerator', 'denominator', 'excluded')",
            name=op.f("ck_signed_records_part_code"),
        ),
        sa.ForeignKeyConstraint(
            ["signed_audit_id", "key"],
            ["signed_figures.signed_audit_id", "signed_figures.key"],
            name=op.f("fk_signed_records_signed_audit_id_key"),
        ),
        sa.PrimaryKeyConstraint("signed_audit_id", "key", "place", name=op.f("pk_signed_records")),
        info={"fixed": True},
    )


def downgrade() -> None:
    op.drop_table("signed_records")
    op.drop_table("signed_figures")
    op.drop_table("findings")
    with op.batch_alter_table("action_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_lines_signed_audit_id"))
        batch_op.drop_index(batch_op.f("ix_action_lines_service_id"))
        batch_op.drop_index(batch_op.f("ix_action_lines_partnership_id"))

    op.drop_table("action_lines")
    with op.batch_alter_table("signed_audits", schema=None) as batch_op:
        batch_op.drop_index("ix_signed_audits_signed_at")
        batch_op.drop_index(batch_op.f("ix_signed_audits_service_id"))
        batch_op.drop_index(batch_op.f("ix_signed_audits_partnership_id"))

    op.drop_table("signed_audits")
    with op.batch_alter_table("midpoints", schema=None) as batch_op:
        batch_op.drop_index("ix_midpoints_service_id_ruleset")

    op.drop_table("midpoints")
