"""Links to a password instead of passwords that an administrator sees, and who confirmed whose they are."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0031_links_to_passwords"
down_revision = "0030_limits_signed_off"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
MOMENT = Moment(timezone=True)


def upgrade() -> None:
    text = 'VARCHAR(64) COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "VARCHAR(64)"
    op.add_column("workers", sa.Column("linked_at", MOMENT, nullable=True))
    op.execute(
        f"ALTER TABLE workers ADD COLUMN linked_by {text} "
        'CONSTRAINT ck_workers_linked_at_with_linked_by CHECK (("linked_at" IS NULL) = ("linked_by" IS NULL))'
    )
    op.create_table(
        "sign_in_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("voided_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            '("made_at" IS NULL) = ("made_by" IS NULL)', name=op.f("ck_sign_in_links_made_at_with_made_by")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_sign_in_links_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_sign_in_links_secret_sha256")),
    )
    op.create_index("ix_sign_in_links_worker_id", "sign_in_links", ["worker_id"])
    op.create_table(
        "confirmations",
        sa.Column("id", ID, nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", ID, nullable=False),
        sa.CheckConstraint(
            '("confirmed_at" IS NULL) = ("confirmed_by" IS NULL)',
            name=op.f("ck_confirmations_confirmed_at_with_confirmed_by"),
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_confirmations_worker_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_confirmations_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
    )
    op.create_index("ix_confirmations_worker_id", "confirmations", ["worker_id"])
    op.create_index("ix_confirmations_service_id", "confirmations", ["service_id"])


def downgrade() -> None:
    op.drop_table("confirmations")
    op.drop_table("sign_in_links")
    op.execute("ALTER TABLE workers DROP COLUMN linked_by")
    op.drop_column("workers", "linked_at")
