"""A service's own wordings of goals."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0071_goal_wordings"
down_revision = "0070_how_well_a_plan_works"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
TABLE = "goal_wordings"
LIVE = "superseded_at IS NULL AND struck_at IS NULL"
DOMAINS = (
    "drug_alcohol",
    "physical",
    "psychological",
    "social",
    "legal",
    "family_children",
    "harm_reduction",
)


def _text(name: str, empty: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=empty)


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def _key(table: str, columns: list[str], to: str, **more: object) -> sa.ForeignKeyConstraint:
    there = ["id", "service_id"][: len(columns)]
    name = op.f(f"fk_{table}_{'_'.join(columns)}")
    return sa.ForeignKeyConstraint(columns, [f"{to}.{one}" for one in there], name=name, **more)


def _pair(table: str, first: str, second: str) -> sa.CheckConstraint:
    words = f'("{first}" IS NULL) = ("{second}" IS NULL)'
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{first}_with_{second}"))


def _codes(table: str, column: str, codes: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{one}'" for one in codes)
    return sa.CheckConstraint(f'"{column}" IN ({listed})', name=op.f(f"ck_{table}_{column}_code"))


def _entered(table: str) -> list[sa.schema.SchemaItem]:
    struck = sa.CheckConstraint(
        '"wrong_client" IS NULL OR "struck_at" IS NOT NULL', name=op.f(f"ck_{table}_wrong_client_of_struck")
    )
    return [
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        _id("recorded_by"),
        sa.Column("struck_at", Moment(timezone=True), nullable=True),
        _id("struck_by", empty=True),
        _text("struck_reason"),
        sa.Column("wrong_client", sa.Boolean(), nullable=True),
        _pair(table, "struck_at", "struck_by"),
        _pair(table, "struck_at", "struck_reason"),
        struck,
    ]


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    return [
        _id("id"),
        _id("corrects", empty=True),
        _text("correction_reason"),
        _id("root_id"),
        sa.Column("superseded_at", Moment(timezone=True), nullable=True),
        _id("superseded_by", empty=True),
        *_entered(table),
        _pair(table, "superseded_at", "superseded_by"),
        _key(table, ["superseded_by"], table, initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        TABLE,
        _text("domain", empty=False),
        _text("words", empty=False),
        _id("service_id"),
        *_recorded(TABLE),
        _codes(TABLE, "domain", DOMAINS),
        _key(TABLE, ["service_id"], "services"),
    )
    op.create_index(op.f(f"ix_{TABLE}_service_id"), TABLE, ["service_id"])
    live = sa.text(LIVE)
    where = {"sqlite_where": live, "postgresql_where": live}
    op.create_index(f"uq_{TABLE}_service_id_domain", TABLE, ["service_id", "domain"], unique=True, **where)


def downgrade() -> None:
    op.drop_table(TABLE)
