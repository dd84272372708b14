"""Documents of a record: files as they came, and letters as they were sent."""

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0047_documents"
down_revision = "0046_wait_reviews"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
TABLE = "documents"
KINDS = ("letter_in", "letter_out", "report", "result", "identification", "consent_form", "other")
MEDIA = ("application/pdf", "image/png", "image/jpeg", "text/plain")
MOST_BYTES = 10485760


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


def _check(name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{TABLE}_{name}"))


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(_text(name, empty=False) for name in ("kind", "title", "party")),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        *(_text(name) for name in ("file_name", "media_type", "sha256", "words")),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        _id("episode_id"),
        _id("service_id"),
        *_recorded(TABLE),
        _codes(TABLE, "kind", KINDS),
        _codes(TABLE, "media_type", MEDIA),
        *(_pair(TABLE, "file_name", name) for name in ("media_type", "sha256", "size")),
        _check("file_or_words", "(words IS NULL) <> (file_name IS NULL)"),
        _check("content_of_a_file", "content IS NULL OR file_name IS NOT NULL"),
        _check("content_size", f"length(content) BETWEEN 1 AND {MOST_BYTES}"),
        _check("sha256_whole", "length(sha256) = 64"),
        _key(TABLE, ["episode_id", "service_id"], "episodes"),
    )
    _indexed(TABLE, "episode_id", "service_id")
    op.create_index("ix_documents_listed", TABLE, ["episode_id", "happened_on"])


def downgrade() -> None:
    op.drop_table(TABLE)
