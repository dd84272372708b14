"""What a migration writes for a recorded table, as every one stood from migration 50 on.

Migrations alone use this, so it is never edited: columns that change are a function beside the old one.
"""

from collections.abc import Iterable

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKeyConstraint, PrimaryKeyConstraint, String
from sqlalchemy.schema import SchemaItem

from careplan.ground.types import Moment

ID = String(length=64).with_variant(String(length=64, collation="C"), "postgresql")


def recorded(table: str) -> list[SchemaItem]:
    """Columns, checks and keys of a table whose rows are corrected by rows and struck out."""
    return [
        Column("id", ID, nullable=False),
        Column("corrects", ID, nullable=True),
        Column("correction_reason", String(), nullable=True),
        Column("root_id", ID, nullable=False),
        Column("superseded_at", Moment(timezone=True), nullable=True),
        Column("superseded_by", ID, nullable=True),
        Column("recorded_at", Moment(timezone=True), nullable=False),
        Column("recorded_by", ID, nullable=False),
        Column("struck_at", Moment(timezone=True), nullable=True),
        Column("struck_by", ID, nullable=True),
        Column("struck_reason", String(), nullable=True),
        Column("wrong_client", Boolean(), nullable=True),
        *(pair(table, *two) for two in PAIRS),
        check(table, "wrong_client_of_struck", '"wrong_client" IS NULL OR "struck_at" IS NOT NULL'),
        key(table, ["superseded_by"], table, initially="DEFERRED", deferrable=True),
        PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


PAIRS = (("superseded_at", "superseded_by"), ("struck_at", "struck_by"), ("struck_at", "struck_reason"))


def of_episode(table: str) -> list[SchemaItem]:
    """What ties a table's rows to an episode of their service; give both columns an index."""
    columns = [Column(name, ID, nullable=False) for name in ("episode_id", "service_id")]
    return [*columns, key(table, ["episode_id", "service_id"], "episodes")]


def check(table: str, name: str, holds: str) -> CheckConstraint:
    """A condition under the name that the models give it."""
    return CheckConstraint(holds, name=op.f(f"ck_{table}_{name}"))


def pair(table: str, first: str, second: str) -> CheckConstraint:
    """Both columns hold something, or neither does."""
    return check(table, f"{first}_with_{second}", f'("{first}" IS NULL) = ("{second}" IS NULL)')


def codes(table: str, column: str, listed: Iterable[str]) -> CheckConstraint:
    """The column holds one of the codes."""
    return check(table, f"{column}_code", f'"{column}" IN ({", ".join(map(repr, listed))})')


def key(table: str, columns: list[str], to: str, **more: object) -> ForeignKeyConstraint:
    """Columns that name a row of `to`: by its id, or by id and service."""
    there = [f"{to}.{one}" for one in ("id", "service_id")[: len(columns)]]
    return ForeignKeyConstraint(columns, there, name=op.f(f"fk_{table}_{'_'.join(columns)}"), **more)  # type: ignore[arg-type]
