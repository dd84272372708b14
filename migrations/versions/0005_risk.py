"""Risk levels, actions, countersignatures."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0005_risk"
down_revision = "0004_assessment"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "countersignatures",
        sa.Column(
            "assessment_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("signed_on", sa.Date(), nullable=False),
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
            ["assessment_id", "service_id"],
            ["assessments.id", "assessments.service_id"],
            name=op.f("fk_countersignatures_assessment_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_countersignatures")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_countersignatures_assessment_id")),
        info={"fixed": True},
    )
    with op.batch_alter_table("countersignatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_countersignatures_service_id"), ["service_id"], unique=False)

    op.create_table(
        "risk_actions",
        sa.Column(
            "assessment_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
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
            "\"domain\" IN ('self', 'from_others', 'to_others', 'children')",
            name=op.f("ck_risk_actions_domain_code"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id", "service_id"],
            ["assessments.id", "assessments.service_id"],
            name=op.f("fk_risk_actions_assessment_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_actions")),
    )
    with op.batch_alter_table("risk_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_actions_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_actions_service_id"), ["service_id"], unique=False)

    op.create_table(
        "risk_levels",
        sa.Column(
            "assessment_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"domain\" IN ('self', 'from_others', 'to_others', 'children')",
            name=op.f("ck_risk_levels_domain_code"),
        ),
        sa.CheckConstraint(
            "\"level\" IN ('low', 'medium', 'high', 'immediate')", name=op.f("ck_risk_levels_level_code")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id", "service_id"],
            ["assessments.id", "assessments.service_id"],
            name=op.f("fk_risk_levels_assessment_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("assessment_id", "domain", name=op.f("pk_risk_levels")),
    )


def downgrade() -> None:
    op.drop_table("risk_levels")
    with op.batch_alter_table("risk_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_actions_service_id"))
        batch_op.drop_index(batch_op.f("ix_risk_actions_assessment_id"))

    op.drop_table("risk_actions")
    with op.batch_alter_table("countersignatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_countersignatures_service_id"))

    op.drop_table("countersignatures")
