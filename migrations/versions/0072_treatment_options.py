"""Treatment options explained in a care plan, and what a service has on offer, in plain words."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0072_treatment_options"
down_revision = "0071_goal_wordings"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
LIVE = "superseded_at IS NULL AND struck_at IS NULL"
KINDS = (
    "specialist_prescribing",
    "primary_care_prescribing",
    "structured_psychosocial",
    "structured_day_programme",
    "inpatient_detox",
    "residential_rehab",
    "other_structured",
    "recovery_support",
    "harm_reduction",
    "brief_intervention",
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


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    table = "plan_options"
    op.create_table(
        table,
        _id("care_plan_id"),
        _id("service_id"),
        sa.Column("place", sa.Integer(), nullable=False),
        _text("option", empty=False),
        _text("words", empty=False),
        _text("answer", empty=False),
        _text("why"),
        *_recorded(table),
        _codes(table, "option", KINDS),
        _codes(table, "answer", ("chosen", "later", "declined", "explained")),
        _key(table, ["care_plan_id", "service_id"], "care_plans"),
    )
    _indexed(table, "care_plan_id", "service_id")
    table = "treatment_offers"
    op.create_table(
        table,
        _text("option", empty=False),
        _text("offered", empty=False),
        _text("words", empty=False),
        _id("service_id"),
        *_recorded(table),
        _codes(table, "option", KINDS),
        _codes(table, "offered", ("here", "elsewhere", "not")),
        _key(table, ["service_id"], "services"),
    )
    _indexed(table, "service_id")
    live = sa.text(LIVE)
    where = {"sqlite_where": live, "postgresql_where": live}
    op.create_index(f"uq_{table}_service_id_option", table, ["service_id", "option"], unique=True, **where)
    op.add_column("care_plans", sa.Column("information_given", sa.String(), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS keep_care_plans_{act}")
    op.drop_column("care_plans", "information_given")
    for table in ("treatment_offers", "plan_options"):
        op.drop_table(table)
