"""Many rows into one table at once, by the quickest way that the database has."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

Row = dict[str, Any]


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows inside the connection's transaction; keys that begin with _ are not columns."""
    names = [name for name in rows[0] if name[0] != "_"]
    if _makes_values(table, names):
        connection.execute(insert(table), [{name: row[name] for name in names} for row in rows])
    elif connection.dialect.name == "postgresql":
        _copy(connection, table, names, rows)
    else:
        marks = ", ".join("?" * len(names))
        into = f"{_place(connection, table, names)} VALUES ({marks})"
        connection.exec_driver_sql(f"INSERT INTO {into}", list(_bound(connection, table, names, rows)))


def _makes_values(table: Table, names: Sequence[str]) -> bool:
    """Whether a column that is not given has a value made in Python, which only SQLAlchemy would fill."""
    absent = (column for column in table.columns if column.name not in names)
    return any(column.default is not None and column.server_default is None for column in absent)


def _place(connection: Connection, table: Table, names: Sequence[str]) -> str:
    quoted = connection.dialect.identifier_preparer.quote
    return f"{quoted(table.name)} ({', '.join(quoted(name) for name in names)})"


def _bound(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]
) -> Iterator[tuple[Any, ...]]:
    """Values as the driver takes them, by the types of the columns."""
    types = [table.c[name].type.dialect_impl(connection.dialect) for name in names]
    binders = [type_.bind_processor(connection.dialect) for type_ in types]
    places = list(zip(names, binders, strict=True))
    return (tuple(bind(row[name]) if bind else row[name] for name, bind in places) for row in rows)


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {_place(connection, table, names)} FROM STDIN") as target:
        for values in _bound(connection, table, names, rows):
            target.write_row(values)
    cursor.close()
