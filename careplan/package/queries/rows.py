"""The rows of one file, as the text of its cells, in the order of the export."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column as TableColumn
from sqlalchemy import ColumnElement, Select, String, Text, case, select, type_coerce
from sqlalchemy.orm import Session

from careplan.ground.db import Base
from careplan.ground.types import CanonicalJson
from careplan.package.queries.content import dropped, dropped_ids
from careplan.package.queries.profiles import profile_2
from careplan.package.queries.scope import Scope
from careplan.package.rules.profile import Column, File

BATCH = 2000
FOREIGN = frozenset(
    {"answers.carried_from", "client_merges.other_id", "incidents.client_id", "transfers.to_episode_id"}
)
"""What may lead out of a part: an answer carried over from an assessment elsewhere keeps its value, an incident its
kind, a referral where it went, two records put apart why they were one, but not the id of an assessment, client or
episode that is not in the export."""


def texts(session: Session, file: File, scope: Scope) -> Iterator[list[str]]:
    """Cell texts row by row, streamed, sorted by key in code-point order."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    chosen = _select(file, scope, on_postgresql).execution_options(yield_per=BATCH)
    result = session.connection().execute(chosen)
    writers = [_writer(column) for column in file.exported]
    for row in result:
        yield ["" if value is None else write(value) for write, value in zip(writers, row, strict=True)]


def _select(file: File, scope: Scope, on_postgresql: bool) -> Select[Any]:
    table = Base.metadata.tables[file.name]
    chosen = select(*(_cell(table.c[column.field], column, scope) for column in file.exported))
    condition = scope.rows(file)
    if condition is not None:
        chosen = chosen.where(condition)
    if not file.has_id and "superseded_at" in table.c:
        # A file without ids has no place for corrections: the last row of a chain stands alone.
        chosen = chosen.where(table.c.superseded_at.is_(None))
    gone = dropped(scope, profile_2().files[file.name]) if scope.drops else None
    if gone is not None:
        chosen = chosen.where(~gone)
    order = [_by_code_point(table.c[file.by_name[name].field], on_postgresql) for name in file.key]
    if file.strikes and not file.has_id:
        order += [table.c.struck_at.is_not(None), table.c.struck_at, table.c.recorded_at]
    return chosen.order_by(*order)


def _cell(field: TableColumn[Any], column: Column, scope: Scope) -> ColumnElement[Any]:
    if isinstance(field.type, CanonicalJson):
        return type_coerce(field, Text)
    if column.file and f"{field.table.name}.{column.name}" in FOREIGN and not scope.whole:
        return case((field.in_(scope.ids(column.file)), field)).label(field.name)
    if column.file and not column.required and scope.drops:
        gone = dropped_ids(scope, profile_2().files[column.file])
        return field if gone is None else case((field.not_in(gone), field)).label(field.name)
    return field


def _by_code_point(field: TableColumn[Any], on_postgresql: bool) -> ColumnElement[Any]:
    return field.collate("C") if on_postgresql and isinstance(field.type, String) else field


def _moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _decimal(value: Decimal) -> str:
    return f"{value:f}"


def _writer(column: Column) -> Callable[[Any], str]:
    """Turns a table value into the text of a cell."""
    writers: dict[str, Callable[[Any], str]] = {
        "date": date.isoformat,
        "moment": _moment,
        "bool": lambda value: "true" if value else "false",
        "decimal": _decimal,
        "positive": _decimal,
        "percent": _decimal,
    }
    return writers.get(column.type, str)
