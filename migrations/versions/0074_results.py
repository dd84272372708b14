"""Electrocardiograms and liver tests."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import ID, of_episode, recorded
from careplan.ground.types import Hundredths

revision = "0074_results"
down_revision = "0073_appointments_by_outcome"
branch_labels = None
depends_on = None

OWN = {
    "ecgs": [("qtc", sa.Integer())],
    "liver_tests": [("times", Hundredths()), ("severe", sa.Boolean())],
}


def upgrade() -> None:
    for table, columns in OWN.items():
        op.create_table(
            table,
            sa.Column("taken_on", sa.Date(), nullable=False),
            *(sa.Column(name, kind, nullable=True) for name, kind in columns),
            sa.Column("read_by", ID, nullable=True),
            sa.Column("read_on", sa.Date(), nullable=True),
            sa.Column("words", sa.String(), nullable=True),
            sa.ForeignKeyConstraint(["read_by"], ["workers.id"], name=op.f(f"fk_{table}_read_by")),
            *of_episode(table),
            *recorded(table),
        )
        for owner in ("episode_id", "service_id"):
            op.create_index(op.f(f"ix_{table}_{owner}"), table, [owner])


def downgrade() -> None:
    for table in reversed(OWN):
        op.drop_table(table)
