"""What a scope holds that only profile 2 can tell: struck rows, further columns, codes and files."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
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
from careplan.package.queries.profiles import profile_2
from careplan.package.queries.scope import Scope
from careplan.package.rules.profile import Column, File, Profile, profile_1


def fitting(session: Session, scope: Scope) -> Profile:
    """The lowest profile that tells everything in the scope."""
    wide = _wide(scope)
    for file in wide.profile.listed:
        beyond, gone = _beyond(file), dropped(wide, file) if wide.drops else None
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


def _beyond(file: File) -> ColumnElement[bool] | None:
    """What of a row itself profile 1 cannot tell; None where it tells everything."""
    table = Base.metadata.tables[file.name]
    conditions: list[ColumnElement[bool]]
    conditions = [true()] if file.added else [table.c.struck_at.is_not(None)] if file.strikes else []
    conditions += [table.c[one.field].in_(one.new_codes) for one in file.own if one.new_codes]
    conditions += [_filled(file, one) for one in file.own if one.added]
    if file.name == "answers":
        text = type_coerce(table.c.value, String)
        conditions += [text.contains(f'"{place}":', autoescape=True) for place in _places()]
    return or_(false(), *conditions) if conditions else None


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
    field = Base.metadata.tables[file.name].c[column.field]
    return and_(field.is_not(None), field != column.default) if column.default else field.is_not(None)


def dropped(scope: Scope, file: File) -> ColumnElement[bool] | None:
    """The rows that are left out: what belongs to another client, and by profile 1 what is struck out or has a code
    that it lacks; with what is below such a row. None: no row."""
    table = Base.metadata.tables[file.name]
    conditions: list[ColumnElement[bool]] = []
    if file.strikes and file.has_id:
        other = table.alias()
        conditions.append(table.c.root_id.in_(select(other.c.root_id).where(_dead(scope, other))))
    elif file.strikes:
        conditions.append(_dead(scope, table))
    if scope.trimmed:
        conditions += [table.c[one.field].in_(one.new_codes) for one in file.own if one.new_codes]
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
