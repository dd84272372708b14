"""Groups of a service, and who is in them."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.recorded import ID, check, key, recorded

revision = "0057_groups"
down_revision = "0056_releases"
branch_labels = None
depends_on = None

LIVE = sa.text("superseded_at IS NULL AND struck_at IS NULL")
WHERE = {"sqlite_where": LIVE, "postgresql_where": LIVE}
GROUPS, MEMBERS = "treatment_groups", "group_members"


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def upgrade() -> None:
    days = "\"weekday\" IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')"
    op.create_table(
        GROUPS,
        _text("name", empty=False),
        _text("weekday", empty=False),
        _text("at", empty=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        _text("place"),
        _id("worker_id", empty=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _id("service_id"),
        *recorded(GROUPS),
        check(GROUPS, "weekday_code", days),
        key(GROUPS, ["service_id"], "services"),
        key(GROUPS, ["worker_id"], "workers"),
    )
    op.create_index(op.f(f"ix_{GROUPS}_service_id"), GROUPS, ["service_id"])
    op.create_index(f"uq_{GROUPS}_service_id_name", GROUPS, ["service_id", "name"], unique=True, **WHERE)
    op.create_table(
        MEMBERS,
        _id("group_id"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _id("episode_id"),
        _id("service_id"),
        *recorded(MEMBERS),
        key(MEMBERS, ["episode_id", "service_id"], "episodes"),
        key(MEMBERS, ["group_id"], GROUPS),
    )
    for column in ("episode_id", "group_id", "service_id"):
        op.create_index(op.f(f"ix_{MEMBERS}_{column}"), MEMBERS, [column])
    names = ["episode_id", "group_id"]
    op.create_index(f"uq_{MEMBERS}_episode_id_group_id", MEMBERS, names, unique=True, **WHERE)


def downgrade() -> None:
    for table in (MEMBERS, GROUPS):
        op.drop_table(table)
