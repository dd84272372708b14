"""The client survey: links that work once, and answers as numbers by service, month and question."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Id, Moment

revision = "0065_client_survey"
down_revision = "0064_national_monitoring"
branch_labels = None
depends_on = None

LINKS, COUNTS = "survey_links", "survey_counts"
TOPICS = "'has_plan', 'knows_plan', 'reviewed', 'involved', 'satisfied'"


def upgrade() -> None:
    op.create_table(
        LINKS,
        sa.Column("id", Id, nullable=False),
        sa.Column("service_id", Id, nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column("until", Moment(timezone=True), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f(f"fk_{LINKS}_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LINKS}")),
        sa.UniqueConstraint("secret_sha256", name=op.f(f"uq_{LINKS}_secret_sha256")),
    )
    op.create_index(op.f(f"ix_{LINKS}_service_id"), LINKS, ["service_id"])
    op.create_table(
        COUNTS,
        sa.Column("service_id", Id, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("positive", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.CheckConstraint(f'"question" IN ({TOPICS})', name=op.f(f"ck_{COUNTS}_question_code")),
        sa.CheckConstraint(
            "positive BETWEEN 0 AND answered AND answered > 0", name=op.f(f"ck_{COUNTS}_part_of_whole")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f(f"fk_{COUNTS}_service_id")),
        sa.PrimaryKeyConstraint("service_id", "month", "question", name=op.f(f"pk_{COUNTS}")),
    )


def downgrade() -> None:
    op.drop_table(COUNTS)
    op.drop_table(LINKS)
