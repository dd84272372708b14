"""Column types that mean the same on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    String,
    Text,
    bindparam,
    literal_column,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

Id = String(64).with_variant(String(64, collation="C"), "postgresql")
"""An identifier, ordered by code point on both databases."""


class Hundredths(TypeDecorator[Decimal]):
    """A decimal with two places, stored as a whole number of hundredths (SQLite would store a float)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Hundredths of the value; ValueError when it has more than two places."""
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} has more than two decimal places")
        return int(hundredths)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """What makes the Decimal of a value."""
        return _of_hundredths


@lru_cache(maxsize=4096)
def _of_hundredths(value: int | None) -> Decimal | None:
    """The Decimal, with as few places as it needs: 60, 42.5, 8.25."""
    if value is None:
        return None
    if value % 100 == 0:
        return Decimal(value // 100)
    return Decimal(value // 10).scaleb(-1) if value % 10 == 0 else Decimal(value).scaleb(-2)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware on both databases; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the database; ValueError for a moment without an offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """What makes the moment, aware, in UTC, of a value."""
        read = self.impl_instance.result_processor(dialect, coltype)
        return _in_utc if read is None else lambda value: _in_utc(read(value))


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CanonicalJson(TypeDecorator[Any]):
    """JSON as text in one spelling: keys sorted, no spaces, no escapes for letters."""

    impl = Text
    cache_ok = True
    should_evaluate_none = False

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The canonical text; None stays NULL."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value; whole numbers stay integers, others become Decimal."""
        return parsed(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """Compare as JSON, never as bare text."""
        return self


def parsed(text: str | None) -> Any:
    """The value of canonical JSON, also of one that stands as text in other JSON."""
    return None if text is None else json.loads(text, parse_float=Decimal)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def canonical(value: Any) -> str:
    """Canonical JSON text of a value: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


class _Ids(TypeDecorator[Any]):
    """A list of ids as one value: an array on PostgreSQL, else JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that the database has for it."""
        return dialect.type_descriptor(ARRAY(Text()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The list itself, or its JSON."""
        return value if dialect.name == "postgresql" else canonical(value)


class _Listed(FunctionElement[bool]):
    """Whether a column holds a member of such a list."""

    inherit_cache = True
    type = Boolean()


@compiles(_Listed)
def _listed(element: _Listed, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 (compiled parts)


@compiles(_Listed, "postgresql")
def _listed_for_postgresql(element: _Listed, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY ({ids})"


def listed(column: Any, name: str) -> ColumnElement[bool]:
    """The column holds one of a list of ids that is sent as one value: the statement stays the same at any length."""
    return _Listed(column, bindparam(name, type_=_Ids))


class _DaysBetween(FunctionElement[int]):
    """Whole days from one date to another."""

    inherit_cache = True
    type = Integer()


@compiles(_DaysBetween)
def _days_between(element: _DaysBetween, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(one, **options) for one in element.clauses)
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"


@compiles(_DaysBetween, "postgresql")
def _days_between_for_postgresql(element: _DaysBetween, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(one, **options) for one in element.clauses)
    return f"(CAST({end} AS date) - CAST({start} AS date))"


def days_between(start: Any, end: Any) -> ColumnElement[int]:
    """How many days later the second date is; the two databases subtract dates differently."""
    return _DaysBetween(start, end)


class _JsonObject(FunctionElement[str]):
    """An object in JSON, of names and values in turn."""

    inherit_cache = True
    type = Text()


@compiles(_JsonObject)
def _json_object(element: _JsonObject, compiler: Any, **options: Any) -> str:
    return f"json_object({', '.join(_in_json(one, compiler, **options) for one in element.clauses)})"


def _in_json(value: Any, compiler: Any, **options: Any) -> str:
    """A value for JSON on SQLite, which holds truth as a number."""
    text: str = compiler.process(value, **options)
    truth = isinstance(value.type, Boolean)
    return f"json(CASE {text} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)" if truth else text


@compiles(_JsonObject, "postgresql")
def _json_object_for_postgresql(element: _JsonObject, compiler: Any, **options: Any) -> str:
    return f"json_build_object({', '.join(compiler.process(one, **options) for one in element.clauses)})"


class _JsonList(FunctionElement[str]):
    """A list in JSON."""

    inherit_cache = True
    type = Text()


@compiles(_JsonList)
def _json_list(element: _JsonList, compiler: Any, **options: Any) -> str:
    return f"json_array({', '.join(compiler.process(one, **options) for one in element.clauses)})"


@compiles(_JsonList, "postgresql")
def _json_list_for_postgresql(element: _JsonList, compiler: Any, **options: Any) -> str:
    return f"json_build_array({', '.join(compiler.process(one, **options) for one in element.clauses)})"


def json_list(*values: Any) -> ColumnElement[str]:
    """A list in JSON made by the database. Days are written as 2026-03-31."""
    return _JsonList(*values)


def json_object(**values: Any) -> ColumnElement[str]:
    """An object in JSON made by the database; a value may be another one. Days are written as 2026-03-31."""
    parts: Iterator[tuple[Any, Any]] = (
        (literal_column(f"'{name}'"), value) for name, value in values.items()
    )
    return _JsonObject(*(part for pair in parts for part in pair))
