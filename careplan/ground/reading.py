"""Selects of columns that every page asks, sent with the least work: their SQL is made once, and only values travel.

SQLAlchemy reads the parts of a statement and of its result anew at each execution, which takes twice as long as the
driver does. What is read here is built once, at import or under a cache, and takes its values as parameters.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Alias, CompoundSelect, Connection, Dialect, Executable, Select, String, Table, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, class_mapper, make_transient_to_detached

from careplan.ground.db import db

Processor = Callable[[Any], Any]
Shape = tuple[tuple[type[Any] | None, tuple[str, ...]], ...]


class Place(NamedTuple):
    """Where a parameter of the SQL comes from: a named value, or the member of one that is a list."""

    name: str
    key: str
    member: int | None
    processor: Processor | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement as the driver takes it. `row`: makes a named tuple of a row of the driver."""

    sql: str
    constants: dict[str, Any]
    places: tuple[Place, ...]
    order: tuple[str, ...] | None
    row: Callable[[tuple[Any, ...]], Any]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """What is sent with the SQL: by name, or in order where the driver counts."""
        named = self.constants.copy()
        for name, key, member, processor in self.places:
            value = values[key] if member is None else values[key][member]
            named[name] = value if processor is None else processor(value)
        return named if self.order is None else tuple(named[name] for name in self.order)


def read(statement: Executable, values: Mapping[str, Any]) -> list[Any]:
    """Rows of a select of columns in this transaction, as named tuples; TypeError for one of objects.

    Raises what SQLAlchemy does.
    """
    of_columns(statement)
    return _rows(db.session(), statement, values)


def _rows(session: Session, statement: Executable, values: Mapping[str, Any]) -> list[Any]:
    if session.autoflush:
        session.flush()
    plan, cursor = _sent(session, statement, values)
    try:
        return [plan.row(row) for row in cursor.fetchall()]
    finally:
        cursor.close()


def load(statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> list[Any]:
    """Rows of a select of whole objects, or of objects and columns; no object is missing. Raises what SQLAlchemy does.

    Where the session has an object of such a class, SQLAlchemy reads itself: it judges which of the two is newer.
    """
    session, shape = db.session(), _shape(statement)
    if {type(one) for one in session.identity_map.values()} & {kind for kind, _ in shape}:
        return list(session.execute(statement, values))
    return [tuple(_objects(session, shape, iter(row))) for row in _rows(session, statement, values)]


def _objects(session: Session, shape: Shape, row: Iterator[Any]) -> Iterator[Any]:
    """What a row holds: an object as if SQLAlchemy had just loaded it, once in the session, or a plain value."""
    for kind, names in shape:
        if kind is None:
            yield next(row)
            continue
        mapper = inspect(kind)
        loaded = dict(zip(names, row, strict=False))
        key = mapper.identity_key_from_primary_key([loaded[one.key] for one in mapper.primary_key])
        one = session.identity_map.get(key)
        if one is None:
            one = mapper.class_manager.new_instance()
            inspect(one).dict.update(loaded)
            make_transient_to_detached(one)
            session.add(one)
        yield one


@lru_cache(256)
def _shape(statement: Select[*tuple[Any, ...]]) -> Shape:
    """The class of each object of a row and its attributes in the order of their columns; None for a plain column."""
    parts = [part["expr"] for part in statement.column_descriptions]
    kinds = [part if isinstance(part, type) else None for part in parts]
    return tuple(
        (kind, tuple(one.key for one in class_mapper(kind).column_attrs if not one.deferred) if kind else ())
        for kind in kinds
    )


def of_columns(statement: Any) -> None:
    """TypeError for a SELECT of whole objects: read as columns, each would be cut into its values without a word."""
    parts = statement.selects if isinstance(statement, CompoundSelect) else (statement,)
    if any(isinstance(one, Table | Alias) for part in parts for one in getattr(part, "_raw_columns", ())):
        raise TypeError("name the columns: objects are read by db.session")


def _sent(session: Session, statement: Executable, values: Mapping[str, Any]) -> tuple[Plan, Any]:
    connection = session.connection()
    names = frozenset(values)
    compiled, lists = _compiled(statement, connection.dialect)
    plan = _plan(compiled, names, tuple((name, len(values[name])) for name in lists if name in values))
    parameters, cursor = plan.parameters(values), None
    try:
        cursor = connection.connection.cursor()
        for note in connection.dispatch.before_cursor_execute:
            note(connection, cursor, plan.sql, parameters, None, False)
        cursor.execute(plan.sql, parameters)
    except connection.dialect.loaded_dbapi.Error as failure:
        _refuse(connection, cursor, plan.sql, failure)
    return plan, cursor


def _refuse(connection: Connection, cursor: Any, sql: str, failure: Exception) -> None:
    """Raise the driver's error as SQLAlchemy's own; a connection that was lost is not used again."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(failure, connection.connection, cursor)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(failure)
    raise DBAPIError.instance(
        sql, None, failure, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    ) from failure


@lru_cache(1024)
def _compiled(statement: Executable, dialect: Dialect) -> tuple[Any, tuple[str, ...]]:
    """The statement for a dialect, and which of its values are lists that are not sent as one (`types: listed`)."""
    compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    return compiled, tuple(sorted(name for name, bind in compiled.binds.items() if bind.expanding))


@lru_cache(1024)
def _plan(compiled: Any, names: frozenset[str], lengths: tuple[tuple[str, int], ...]) -> Plan:
    """The SQL of a statement to which values of these names are sent; its lists are written out at their lengths."""
    lists: dict[str, Any] = {name: [None] * length for name, length in lengths}
    state = compiled.construct_expanded_state(dict.fromkeys(names) | lists)
    within = {
        part: (name, number)
        for name, parts in state.parameter_expansion.items()
        for number, part in enumerate(parts)
    }
    processors: dict[str, Processor] = {**compiled._bind_processors, **state.processors}
    places, constants = [], {}
    for name, value in state.parameters.items():
        key, member = within.get(name, (name, None))
        processor = processors.get(name)
        if key in names:
            places.append(Place(name, key, member, processor))
        else:
            constants[name] = value if processor is None else processor(value)
    sql = state.statement
    if state.positiontup is None:
        sql, constants = _inlined(sql, constants, compiled.dialect)
    order = state.positiontup and tuple(state.positiontup)
    return Plan(sql, constants, tuple(places), order, _maker(compiled))


def _inlined(sql: str, constants: dict[str, Any], dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """The SQL with its constants written into it, and those that are not plain words or whole numbers."""
    kind: Any = String()
    quoted = kind.literal_processor(dialect)
    words = {
        name: quoted(str(value)) if isinstance(value, str) else str(value)
        for name, value in constants.items()
        if (isinstance(value, str) and "\\" not in value) or type(value) is int
    }
    sql = re.sub(r"%\((\w+)\)s", lambda part: words.get(part[1], part[0]), sql)
    return sql, {name: value for name, value in constants.items() if name not in words}


def _maker(compiled: Any) -> Callable[[tuple[Any, ...]], Any]:
    """What makes a named tuple of a row, each column as its type reads it."""
    columns = compiled._result_columns
    named: Any = namedtuple
    kind = named("Row", [column.keyname for column in columns], rename=True)
    processors = [column.type._cached_result_processor(compiled.dialect, None) for column in columns]
    if not any(processors):
        return kind._make  # type: ignore[no-any-return]

    readers = [(place, reader) for place, reader in enumerate(processors) if reader is not None]

    def made(row: tuple[Any, ...]) -> Any:
        values = list(row)
        for place, reader in readers:
            values[place] = reader(values[place])
        return kind._make(values)

    return made
