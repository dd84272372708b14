"""Clients, episodes, interventions, pauses, tasks."""

import sqlalchemy as sa
from alembic import op

import careplan.ground.types

revision = "0003_clients"
down_revision = "0002_staff"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clients",
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("ethnicity", sa.String(), nullable=True),
        sa.Column("nhs_number", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("deceased_on", sa.Date(), nullable=True),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
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
            '"deceased_on" >= "date_of_birth"', name=op.f("ck_clients_deceased_on_not_before_date_of_birth")
        ),
        sa.CheckConstraint(
            "\"ethnicity\" IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'Z')",
            name=op.f("ck_clients_ethnicity_code"),
        ),
        sa.CheckConstraint(
            "\"sex\" IN ('male', 'female', 'not_known', 'not_specified')", name=op.f("ck_clients_sex_code")
        ),
        sa.CheckConstraint("length(nhs_number) = 10", name=op.f("ck_clients_nhs_number_ten_digits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
    )
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clients_date_of_birth"), ["date_of_birth"], unique=False)
        batch_op.create_index(batch_op.f("ix_clients_nhs_number"), ["nhs_number"], unique=False)
        batch_op.create_index("ix_clients_root_id", ["root_id"], unique=False)

    op.create_table(
        "episodes",
        sa.Column(
            "client_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("referral_source", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("triaged_on", sa.Date(), nullable=True),
        sa.Column(
            "keyworker_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("ndtms_consent", sa.Boolean(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(), nullable=True),
        sa.Column("triaged_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "triaged_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("closed_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "closed_by",
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
            '"closed_on" >= "referred_on"', name=op.f("ck_episodes_closed_on_not_before_referred_on")
        ),
        sa.CheckConstraint(
            "\"exit_reason\" IN ('completed_drug_free', 'completed_alcohol_free', 'completed_occasional_user', 'referred_on', 'transferred_not_custody', 'transferred_custody', 'retained_in_custody', 'moved_away', 'dropped_out', 'withdrawn_by_provider', 'declined', 'no_appropriate_treatment', 'other', 'died')",
            name=op.f("ck_episodes_exit_reason_code"),
        ),
        sa.CheckConstraint(
            "\"priority\" IN ('none', 'pregnant', 'prison_leaver', 'suicide_risk', 'child_at_risk', 'domestic_abuse', 'recent_overdose', 'severe_mental_illness', 'other')",
            name=op.f("ck_episodes_priority_code"),
        ),
        sa.CheckConstraint(
            "\"referral_source\" IN ('self', 'gp', 'criminal_justice', 'prison', 'hospital', 'social_care', 'mental_health', 'family_friend', 'other_drug_service', 'other')",
            name=op.f("ck_episodes_referral_source_code"),
        ),
        sa.CheckConstraint(
            '"triaged_on" >= "referred_on"', name=op.f("ck_episodes_triaged_on_not_before_referred_on")
        ),
        sa.CheckConstraint(
            '("closed_at" IS NULL) = ("closed_by" IS NULL)', name=op.f("ck_episodes_closed_at_with_closed_by")
        ),
        sa.CheckConstraint(
            '("closed_on" IS NULL) = ("exit_reason" IS NULL)',
            name=op.f("ck_episodes_closed_on_with_exit_reason"),
        ),
        sa.CheckConstraint(
            '("triaged_at" IS NULL) = ("triaged_by" IS NULL)',
            name=op.f("ck_episodes_triaged_at_with_triaged_by"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_episodes_client_id")),
        sa.ForeignKeyConstraint(["keyworker_id"], ["workers.id"], name=op.f("fk_episodes_keyworker_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_episodes_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episodes")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_episodes_id_service_id")),
        info={
            "fill_once": (
                "triaged_on",
                "triaged_at",
                "triaged_by",
                "superseded_at",
                "closed_on",
                "exit_reason",
                "closed_at",
                "closed_by",
            ),
            "free": ("keyworker_id", "ndtms_consent", "priority"),
        },
    )
    with op.batch_alter_table("episodes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_episodes_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_episodes_keyworker_id"), ["keyworker_id"], unique=False)
        batch_op.create_index("ix_episodes_root_id", ["root_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_episodes_service_id"), ["service_id"], unique=False)

    op.create_table(
        "interventions",
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
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("first_offered_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("offered_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "offered_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("started_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "started_by",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("ended_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "ended_by",
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
            '"ended_on" >= "started_on"', name=op.f("ck_interventions_ended_on_not_before_started_on")
        ),
        sa.CheckConstraint(
            "\"ending\" IN ('planned', 'unplanned', 'withdrawn')", name=op.f("ck_interventions_ending_code")
        ),
        sa.CheckConstraint(
            '"first_offered_on" >= "referred_on"',
            name=op.f("ck_interventions_first_offered_on_not_before_referred_on"),
        ),
        sa.CheckConstraint(
            "\"kind\" IN ('specialist_prescribing', 'primary_care_prescribing', 'structured_psychosocial', 'structured_day_programme', 'inpatient_detox', 'residential_rehab', 'other_structured', 'recovery_support', 'harm_reduction', 'brief_intervention')",
            name=op.f("ck_interventions_kind_code"),
        ),
        sa.CheckConstraint(
            '("ended_at" IS NULL) = ("ended_by" IS NULL)',
            name=op.f("ck_interventions_ended_at_with_ended_by"),
        ),
        sa.CheckConstraint(
            '("ended_on" IS NULL) = ("ending" IS NULL)', name=op.f("ck_interventions_ended_on_with_ending")
        ),
        sa.CheckConstraint(
            '("offered_at" IS NULL) = ("offered_by" IS NULL)',
            name=op.f("ck_interventions_offered_at_with_offered_by"),
        ),
        sa.CheckConstraint(
            '("started_at" IS NULL) = ("started_by" IS NULL)',
            name=op.f("ck_interventions_started_at_with_started_by"),
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_interventions_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interventions")),
        info={
            "fill_once": (
                "first_offered_on",
                "offered_at",
                "offered_by",
                "started_on",
                "started_at",
                "started_by",
                "ended_on",
                "ending",
                "ended_at",
                "ended_by",
                "superseded_at",
            )
        },
    )
    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interventions_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interventions_service_id"), ["service_id"], unique=False)

    op.create_table(
        "pauses",
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
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_at", careplan.ground.types.Moment(timezone=True), nullable=True),
        sa.Column(
            "ended_by",
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
            "\"reason\" IN ('prison', 'hospital', 'residential_elsewhere')",
            name=op.f("ck_pauses_reason_code"),
        ),
        sa.CheckConstraint('"until_on" >= "from_on"', name=op.f("ck_pauses_until_on_not_before_from_on")),
        sa.CheckConstraint(
            '("ended_at" IS NULL) = ("ended_by" IS NULL)', name=op.f("ck_pauses_ended_at_with_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_pauses_episode_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
        info={"fill_once": ("until_on", "ended_at", "ended_by", "superseded_at")},
    )
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pauses_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pauses_service_id"), ["service_id"], unique=False)

    op.create_table(
        "tasks",
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
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["episode_id", "service_id"],
            ["episodes.id", "episodes.service_id"],
            name=op.f("fk_tasks_episode_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_tasks_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("id", "service_id", name=op.f("uq_tasks_id_service_id")),
        info={"fill_once": ("superseded_at",), "free": ("worker_id",)},
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_service_id"), ["service_id"], unique=False)
        batch_op.create_index("uq_tasks_episode_source", ["episode_id", "source"], unique=True)

    op.create_table(
        "task_actions",
        sa.Column(
            "task_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
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
            ["task_id", "service_id"],
            ["tasks.id", "tasks.service_id"],
            name=op.f("fk_task_actions_task_id_service_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_actions")),
        info={"fixed": True},
    )
    with op.batch_alter_table("task_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_actions_service_id"), ["service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_actions_task_id"), ["task_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_actions_task_id"))
        batch_op.drop_index(batch_op.f("ix_task_actions_service_id"))

    op.drop_table("task_actions")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index("uq_tasks_episode_source")
        batch_op.drop_index(batch_op.f("ix_tasks_service_id"))
        batch_op.drop_index(batch_op.f("ix_tasks_episode_id"))

    op.drop_table("tasks")
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pauses_service_id"))
        batch_op.drop_index(batch_op.f("ix_pauses_episode_id"))

    op.drop_table("pauses")
    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interventions_service_id"))
        batch_op.drop_index(batch_op.f("ix_interventions_episode_id"))

    op.drop_table("interventions")
    with op.batch_alter_table("episodes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_episodes_service_id"))
        batch_op.drop_index("ix_episodes_root_id")
        batch_op.drop_index(batch_op.f("ix_episodes_keyworker_id"))
        batch_op.drop_index(batch_op.f("ix_episodes_client_id"))

    op.drop_table("episodes")
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.drop_index("ix_clients_root_id")
        batch_op.drop_index(batch_op.f("ix_clients_nhs_number"))
        batch_op.drop_index(batch_op.f("ix_clients_date_of_birth"))

    op.drop_table("clients")
