"""Groups of a service, and who is in them."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0057_groups"
down_revision = "0056_releases"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
LIVE = sa.text("superseded_at IS NULL AND struck_at IS NULL")
WHERE = {"sqlite_where": LIVE, "postgresql_where": LIVE}
GROUPS, MEMBERS = "treatment_groups", "group_members"


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def _key(table: str, columns: list[str], to: str, **more: object) -> sa.ForeignKeyConstraint:
    there = ["id", "service_id"][: len(columns)]
    name = op.f(f"fk_{table}_{'_'.join(columns)}")
    return sa.ForeignKeyConstraint(columns, [f"{to}.{one}" for one in there], name=name, **more)


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _pair(table: str, first: str, second: str) -> sa.CheckConstraint:
    return _check(table, f"{first}_with_{second}", f'("{first}" IS NULL) = ("{second}" IS NULL)')


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    return [
        _id("service_id"),
        _id("id"),
        _id("corrects", empty=True),
        _text("correction_reason"),
        _id("root_id"),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        _id("superseded_by", empty=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        _id("recorded_by"),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        _id("struck_by", empty=True),
        _text("struck_reason"),
        sa.Column("wrong_client", sa.Boolean(), nullable=True),
        _check(table, "wrong_client_of_struck", '"wrong_client" IS NULL OR "struck_at" IS NOT NULL'),
        _pair(table, "struck_at", "struck_by"),
        _pair(table, "struck_at", "struck_reason"),
        _pair(table, "superseded_at", "superseded_by"),
        _key(table, ["superseded_by"], table, initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


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
        *_recorded(GROUPS),
        _check(GROUPS, "weekday_code", days),
        _key(GROUPS, ["service_id"], "services"),
        _key(GROUPS, ["worker_id"], "workers"),
    )
    op.create_index(op.f(f"ix_{GROUPS}_service_id"), GROUPS, ["service_id"])
    op.create_index(f"uq_{GROUPS}_service_id_name", GROUPS, ["service_id", "name"], unique=True, **WHERE)
    op.create_table(
        MEMBERS,
        _id("group_id"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _id("episode_id"),
        *_recorded(MEMBERS),
        _key(MEMBERS, ["episode_id", "service_id"], "episodes"),
        _key(MEMBERS, ["group_id"], GROUPS),
    )
    for column in ("episode_id", "group_id", "service_id"):
        op.create_index(op.f(f"ix_{MEMBERS}_{column}"), MEMBERS, [column])
    names = ["episode_id", "group_id"]
    op.create_index(f"uq_{MEMBERS}_episode_id_group_id", MEMBERS, names, unique=True, **WHERE)


def downgrade() -> None:
    for table in (MEMBERS, GROUPS):
        op.drop_table(table)
