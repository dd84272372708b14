"""How well a day of birth is known; names folded so that ł, ø, đ, þ and ı are found, and alike in every spelling."""

import sqlalchemy as sa
from alembic import op

from careplan.clients.rules.names import folded, name_key

revision = "0018_births_and_spellings"
down_revision = "0017_who_confirmed_a_dose"
branch_labels = None
depends_on = None

CLIENTS = sa.table(
    "clients", *(sa.column(name) for name in ("id", "first_name", "last_name", "found_by", "name_key"))
)
AT_ONCE = 5000


def upgrade() -> None:
    op.execute(
        "ALTER TABLE clients ADD COLUMN birth_known VARCHAR DEFAULT 'known' NOT NULL "
        "CONSTRAINT ck_clients_birth_known_code CHECK (\"birth_known\" IN ('known', 'estimated', 'unknown'))"
    )
    op.add_column("clients", sa.Column("name_key", sa.String(), server_default="", nullable=False))
    _fold()
    op.create_index(op.f("ix_clients_name_key"), "clients", ["name_key"])


def _fold() -> None:
    """Fold every name anew, some thousand rows at a time."""
    connection, last = op.get_bind(), ""
    rows = sa.select(CLIENTS.c.id, CLIENTS.c.first_name, CLIENTS.c.last_name).order_by(CLIENTS.c.id)
    change = CLIENTS.update().where(CLIENTS.c.id == sa.bindparam("this"))
    while some := connection.execute(rows.where(CLIENTS.c.id > last).limit(AT_ONCE)).all():
        names = [(row.id, row.first_name, row.last_name) for row in some]
        values = [
            {"this": id_, "found_by": folded(f"{first} {family}"), "name_key": name_key(first, family)}
            for id_, first, family in names
        ]
        connection.execute(change, values)
        last = names[-1][0]


def downgrade() -> None:
    op.drop_index(op.f("ix_clients_name_key"), table_name="clients")
    op.execute("ALTER TABLE clients DROP COLUMN name_key")
    op.execute("ALTER TABLE clients DROP COLUMN birth_known")
