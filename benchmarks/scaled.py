"""A sample package, imported, then multiplied inside PostgreSQL: so many services with so many clients each.

Every service has copies of the sample's clients under ids of its own; what stands at the service itself (policies,
posts, returns …) is that of one of the sample's services in turn. Ten services make a partnership.
"""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Column, Connection, Table, text

import careplan.rooms  # noqa: F401 (all tables must be known)
from careplan.ground.db import Base
from careplan.package.rules.profile import profile_1

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "data" / "audit" / "sample-3.zip"
MOST_CLIENTS = 200
"""How many the sample has."""
SERVICES_OF_A_PARTNERSHIP = 10
KEPT = frozenset({"providers", "workers"})
"""Stay as they were imported: their ids are not renamed."""
LEFT_OUT = KEPT | {"memberships"}
OWN = frozenset({"id", "root_id", "corrects"})
Rows = dict[str, int]


def tables() -> list[Table]:
    """The tables of a package that are multiplied, parents first."""
    named = set(profile_1().files) - LEFT_OUT
    return [table for table in Base.metadata.sorted_tables if table.name in named]


def parents(column: Column[object]) -> Iterable[str]:
    """The multiplied tables that a column points to, by name."""
    found = (key.column.table.name for key in column.foreign_keys if key.column.name == "id")
    multiplied = set(profile_1().files) - LEFT_OUT - {"services", "partnerships"}
    return [name for name in found if name in multiplied]


def value(table: Table, column: Column[object]) -> str:
    """A column of a copied row, in SQL."""
    if column.name == "service_id":
        return "CASE WHEN row.service_id IS NULL THEN NULL ELSE 'S' || place.number END"
    if column.name == "partnership_id":
        return "CASE WHEN row.partnership_id IS NULL THEN NULL ELSE 'P' || place.home END"
    if table.name in ("services", "partnerships") and column.name == "id":
        return "'S' || place.number" if table.name == "services" else "'P' || place.home"
    if table.name == "returns" and column.name == "unit_id":
        return "CASE row.level WHEN 'service' THEN 'S' || place.number ELSE 'P' || place.home END"
    renamed = column.name in OWN or any(parents(column))
    return f"row.{column.name} || '.' || place.number" if renamed else f"row.{column.name}"


def chosen(table: Table) -> str:
    """Which rows of the sample a service has a copy of."""
    first = f"place.number % {SERVICES_OF_A_PARTNERSHIP} = 0"
    if table.name == "services":
        return "row.id = place.service"
    if table.name == "partnerships":
        return f"{first} AND row.id = place.partnership"
    if table.name == "returns":
        return f"row.service_id = place.service OR ({first} AND row.partnership_id = place.partnership)"
    own = ("clients", table.name)
    stands = not any(name for column in table.columns for name in parents(column) if name not in own)
    if "service_id" in table.columns and stands and table.name != "episodes":
        return "row.service_id = place.service"
    return "true"


def keep(connection: Connection, clients: int) -> None:
    """The imported rows beside their tables, of so many clients; the tables themselves are emptied."""
    for table in tables():
        connection.execute(text(f"CREATE TEMP TABLE sample_{table.name} AS SELECT * FROM {table.name}"))
        if table.name == "clients":
            last = "SELECT root_id FROM clients GROUP BY root_id ORDER BY root_id LIMIT :most"
            gone = f"DELETE FROM sample_clients WHERE root_id NOT IN ({last})"
            connection.execute(text(gone), {"most": clients})
        for column in table.columns:
            for parent in parents(column):
                gone = f"DELETE FROM sample_{table.name} WHERE {column.name} NOT IN (SELECT id FROM sample_{parent})"
                connection.execute(text(gone))
    names = ", ".join(table.name for table in tables())
    connection.execute(text("SET LOCAL session_replication_role = replica"))  # no guard refuses
    connection.execute(text(f"TRUNCATE {names} CASCADE"))


def multiply(connection: Connection, services: int, clients: int) -> Rows:
    """The sample that was imported becomes so many services of so many clients; rows by table."""
    if not 1 <= clients <= MOST_CLIENTS:
        raise SystemExit(f"a service has 1 to {MOST_CLIENTS} clients: the sample has no more")
    keep(connection, clients)
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    connection.execute(
        text(
            "CREATE TEMP TABLE place AS SELECT number, number / :few AS home, s.id AS service, s.partnership_id AS"
            " partnership FROM generate_series(0, :last) AS number JOIN (SELECT id, partnership_id, row_number() OVER"
            " (ORDER BY id) - 1 AS rank, count(*) OVER () AS size FROM sample_services) AS s ON s.rank = number % size"
        ),
        {"few": SERVICES_OF_A_PARTNERSHIP, "last": services - 1},
    )
    made: Rows = {}
    for table in tables():
        names = ", ".join(column.name for column in table.columns)
        values = ", ".join(value(table, column) for column in table.columns)
        copy = f"INSERT INTO {table.name} ({names}) SELECT {values} FROM sample_{table.name} AS row, place"
        made[table.name] = connection.execute(text(f"{copy} WHERE {chosen(table)}")).rowcount
    return made
