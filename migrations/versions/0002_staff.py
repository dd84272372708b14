"""Partnerships, providers, services, workers; signing in."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0002_staff"
down_revision = "0001_trail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partnerships",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
    )
    op.create_table(
        "providers",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.CheckConstraint(
            "\"sector\" IN ('nhs', 'voluntary', 'primary_care', 'private')",
            name=op.f("ck_providers_sector_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_providers")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failures_username"), ["username"], unique=False)

    op.create_table(
        "workers",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("profession", sa.String(), nullable=True),
        sa.Column("registration_number", sa.String(), nullable=True),
        sa.Column("prescriber", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_set_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "session_key",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"prescriber\" IN ('none', 'independent', 'supplementary', 'doctor')",
            name=op.f("ck_workers_prescriber_code"),
        ),
        sa.CheckConstraint(
            "\"profession\" IN ('keyworker', 'nurse', 'doctor', 'pharmacist', 'manager', 'administrator', 'other')",
            name=op.f("ck_workers_profession_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workers")),
        sa.UniqueConstraint("username", name=op.f("uq_workers_username")),
    )
    op.create_table(
        "drafts",
        sa.Column(
            "worker_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=True),
        sa.Column("payload", careplan.ground.types.CanonicalJson(), nullable=False),
        sa.Column("saved_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_drafts_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", "form", "subject", name=op.f("pk_drafts")),
    )
    op.create_table(
        "services",
        sa.Column(
            "id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "provider_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "partnership_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("prescribing", sa.Boolean(), nullable=False),
        sa.Column("structured", sa.Boolean(), nullable=False),
        sa.Column("out_of_hours", sa.Boolean(), nullable=True),
        sa.Column("ndtms_agency", sa.String(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_services_partnership_id")
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_services_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_services_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_services_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "submissions",
        sa.Column(
            "worker_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "key",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_submissions_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", "key", name=op.f("pk_submissions")),
    )
    op.create_table(
        "memberships",
        sa.Column(
            "worker_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", careplan.ground.types.Moment(timezone=True), nullable=False),
        sa.Column(
            "recorded_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"role\" IN ('keyworker', 'prescriber', 'manager', 'administrator', 'auditor')",
            name=op.f("ck_memberships_role_code"),
        ),
        sa.CheckConstraint(
            '"until_on" >= "from_on"', name=op.f("ck_memberships_until_on_not_before_from_on")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_memberships_service_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_memberships_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", "service_id", "role", "from_on", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_service_id"), ["service_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_service_id"))

    op.drop_table("memberships")
    op.drop_table("submissions")
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_services_provider_id"))
        batch_op.drop_index(batch_op.f("ix_services_partnership_id"))

    op.drop_table("services")
    op.drop_table("drafts")
    op.drop_table("workers")
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failures_username"))

    op.drop_table("sign_in_failures")
    op.drop_table("providers")
    op.drop_table("partnerships")
