"""What a scope holds that only profile 2 can tell; the rows of one file, as the text of its cells."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column as TableColumn
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Text,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from careplan.checklists.queries import bank, editions
from careplan.ground.db import Base
from careplan.ground.types import CanonicalJson
from careplan.package.queries.scope import Scope, profile_2
from careplan.package.rules.profile import Column, File, Profile, profile_1


def fitting(session: Session, scope: Scope) -> Profile:
    """The lowest profile that tells everything in the scope."""
    wide = _wide(scope)
    for file in wide.profile.listed:
        beyond, gone = _beyond(file, wide), dropped(wide, file) if wide.drops else None
        rows = _rows(wide, file) if gone is None else _rows(wide, file).where(~gone)
        if beyond is not None and session.scalar(select(rows.where(beyond).exists())):
            return wide.profile
    return profile_1()


def left_out(session: Session, scope: Scope) -> list[str]:
    """A line for all that an export by profile 1 leaves out of the scope; a row that goes whole is told once."""
    return [f"{words}: {count:,}" for words, count in _counts(session, _wide(scope)) if count]


def _wide(scope: Scope) -> Scope:
    return replace(scope, profile=profile_2())


def _rows(scope: Scope, file: File) -> Select[int]:
    mine = scope.rows(file)
    rows = select(literal(1)).select_from(Base.metadata.tables[file.name])
    return rows if mine is None else rows.where(mine)


def _beyond(file: File, scope: Scope) -> ColumnElement[bool] | None:
    """What of a row itself profile 1 cannot tell; None where it tells everything."""
    table = Base.metadata.tables[file.name]
    conditions: list[ColumnElement[bool]]
    conditions = [true()] if file.added else [table.c.struck_at.is_not(None)] if file.strikes else []
    conditions += _newer(file)
    conditions += [_filled(file, one) for one in file.own if one.added]
    if file.name == "answers":
        text = type_coerce(table.c.value, String)
        conditions += [text.contains(f'"{place}":', autoescape=True) for place in _places()]
        conditions += [] if scope.whole else [_from_elsewhere(scope)]
    return or_(false(), *conditions) if conditions else None


def _newer(file: File) -> list[ColumnElement[bool]]:
    """The rows with a value that profile 1 has no word for."""
    rows = Base.metadata.tables[file.name].c
    coded = [rows[one.field].in_(one.new_codes) for one in file.own if one.new_codes]
    return coded + [rows[one.field].contains(one.marked, autoescape=True) for one in file.own if one.marked]


def _places() -> list[str]:
    """Scores beside an answer's value, which profile 1 does not know."""
    every = (item.answer.places for edition in editions() for item in bank(edition).items.values())
    return sorted({one.place for places in every for one in places})


def _counts(session: Session, scope: Scope) -> Iterator[tuple[str, int]]:
    for file in scope.profile.listed:
        rows = _rows(scope, file)

        def count(condition: ColumnElement[bool], rows: Select[int] = rows) -> int:
            return session.scalar(select(func.count()).select_from(rows.where(condition).subquery())) or 0

        if file.added:
            yield f"rows of {file.path}", count(true())
            continue
        gone = dropped(scope, file)
        if gone is not None:
            yield (
                f"rows of {file.path} struck out, with a code of profile 2, or below such a row",
                count(gone),
            )
        for column in (column for column in file.own if column.added):
            filled = _filled(file, column)
            kept = filled if gone is None else and_(filled, ~gone)
            yield f"cells of {column.name} in {file.path}", count(kept)


def _filled(file: File, column: Column) -> ColumnElement[bool]:
    rows = Base.metadata.tables[file.name].c
    field = rows[column.field]
    if column.end:
        return _told(rows, column)
    return and_(field.is_not(None), field != column.default) if column.default else field.is_not(None)


def _told(rows: Any, column: Column) -> ColumnElement[bool]:
    """Whether an end was entered at another moment, or by somebody else, than the row."""
    at, by = rows[f"{column.end}_at"], rows[f"{column.end}_by"]
    return or_(at != rows.recorded_at, by != rows.recorded_by)


def dropped(scope: Scope, file: File) -> ColumnElement[bool] | None:
    """The rows that are left out: what belongs to another client, and by profile 1 what is struck out or has a code
    that it lacks; with what is below such a row. None: no row."""
    table = Base.metadata.tables[file.name]
    conditions: list[ColumnElement[bool]] = []
    if file.strikes and file.chained:
        other = table.alias()
        conditions.append(table.c.root_id.in_(select(other.c.root_id).where(_dead(scope, other))))
    elif file.strikes:
        conditions.append(_dead(scope, table))
    if scope.trimmed:
        conditions += _newer(file)
    for ref in (ref for ref in file.refs if ref.required):
        parent = dropped_ids(scope, profile_2().files[ref.file or ""])
        if parent is not None:
            conditions.append(table.c[ref.field].in_(parent))
    return or_(false(), *conditions) if conditions else None


def _dead(scope: Scope, table: FromClause) -> ColumnElement[bool]:
    return table.c.struck_at.is_not(None) if scope.trimmed else table.c.wrong_client.is_(True)


def removals(session: Session) -> bool:
    """Whether any row was struck out because it belongs to another client."""
    files = (Base.metadata.tables[file.name].c for file in profile_2().listed if file.strikes)
    removed = (select(rows.wrong_client).where(rows.wrong_client.is_(True)) for rows in files)
    return any(session.scalar(select(rows.exists())) for rows in removed)


def dropped_ids(scope: Scope, file: File) -> Select[tuple[str]] | None:
    """The ids of those rows."""
    gone = dropped(scope, file)
    return None if gone is None else select(Base.metadata.tables[file.name].c.id).where(gone)


BATCH = 2000
FOREIGN = frozenset(
    {
        "answers.carried_from",
        "client_merges.other_id",
        "incidents.client_id",
        "packets.transfer_id",
        "transfers.to_episode_id",
    }
)
"""What may lead out of a part: an answer carried over from an assessment elsewhere keeps its value, an incident its
kind, a referral where it went, a packet what it says, two records put apart why they were one, but not the id of an
assessment, client, episode or transfer that is not in the export."""


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
    cells = (_cell(table.c[column.field], column, scope) for column in file.exported)
    chosen = select(*cells).where(*_within(file, scope))
    order = [_by_code_point(table.c[file.by_name[name].field], on_postgresql) for name in file.key]
    if file.strikes and not file.has_id:
        order += [table.c.struck_at.is_not(None), table.c.struck_at, table.c.recorded_at]
    return chosen.order_by(*order)


def _within(file: File, scope: Scope) -> Iterator[ColumnElement[bool]]:
    """What holds of the rows of a file that leave."""
    table, condition = Base.metadata.tables[file.name], scope.rows(file)
    if condition is not None:
        yield condition
    if not file.has_id and "superseded_at" in table.c:
        # A file without ids has no place for corrections: the last row of a chain stands alone.
        yield table.c.superseded_at.is_(None)
    gone = dropped(scope, profile_2().files[file.name]) if scope.drops else None
    if gone is not None:
        yield ~gone


def contents(session: Session, file: File, scope: Scope) -> Iterator[tuple[str, bytes]]:
    """The files that rows of the scope name, each once: SHA-256 and bytes."""
    table = Base.metadata.tables[file.name]
    named = select(func.min(table.c.id)).where(table.c.content.is_not(None), *_within(file, scope))
    chosen = select(table.c.sha256, table.c.content).where(table.c.id.in_(named.group_by(table.c.sha256)))
    for row in session.connection().execute(chosen.order_by(table.c.sha256), execution_options=FEW):
        yield row.sha256, row.content


FEW = {"yield_per": 8}


def _from_elsewhere(scope: Scope) -> ColumnElement[bool]:
    """Answers that were carried from an assessment which is not in the part."""
    carried = Base.metadata.tables["answers"].c.carried_from
    return and_(carried.is_not(None), carried.not_in(scope.ids("assessments")))


def _source(field: TableColumn[Any], scope: Scope) -> ColumnElement[Any]:
    """Who was told such an answer, or when: its assessment does not come along."""
    tables = Base.metadata.tables
    answers, made = tables["answers"].c, tables["assessments"].alias("told_in")
    service, worker = tables["services"].alias("told_at"), tables["workers"].alias("told_to")
    names = func.coalesce(worker.c.name + ", ", "") + service.c.name
    told = names if field.name == "brought_by" else func.coalesce(made.c.completed_on, made.c.started_on)
    source = select(told).select_from(made).join(service, service.c.id == made.c.service_id)
    source = source.outerjoin(worker, worker.c.id == made.c.worker_id)
    carried = source.where(made.c.id == answers.carried_from).correlate(tables["answers"]).scalar_subquery()
    return case((_from_elsewhere(scope), carried), else_=field).label(field.name)


def _cell(field: TableColumn[Any], column: Column, scope: Scope) -> ColumnElement[Any]:
    if isinstance(field.type, CanonicalJson):
        return type_coerce(field, Text)
    if column.end:
        return case((_told(field.table.c, column), field)).label(field.name)
    if field.table.name == "answers" and column.name in ("brought_by", "brought_on") and not scope.whole:
        return _source(field, scope)
    if not column.file:
        return field
    led: list[ColumnElement[bool]] = []
    if f"{field.table.name}.{column.name}" in FOREIGN and not scope.whole:
        led.append(field.in_(scope.ids(column.file)))
    gone = dropped_ids(scope, profile_2().files[column.file]) if scope.drops and not column.required else None
    if gone is not None:
        led.append(field.not_in(gone))
    return case((and_(*led), field)).label(field.name) if led else field


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
