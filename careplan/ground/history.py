"""The parts of a record's history in SQL: each kind of row is a branch of one statement, with the same columns."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
)
from sqlalchemy import Date as Day

from careplan.ground.types import Id, Moment

EPISODE: BindParameter[Any] = bindparam("episode", type_=Id)
CLIENT: BindParameter[Any] = bindparam("client", type_=Id)
Rows = Select[*tuple[Any, ...]]
NO_WORDS, NO_DAY, NEVER = cast(null(), String), cast(null(), Day), cast(null(), Moment)
NOT_STRUCK = (NEVER, NO_WORDS, cast(null(), Boolean), cast(null(), Id))


def recorded(kind: str, row: Any, first: Any = NO_WORDS, second: Any = NO_WORDS, on: Any = NO_DAY) -> Rows:
    """A branch: one kind of row, with when and by whom it was recorded."""
    chained = hasattr(row, "superseded_at")
    reason, corrected = (row.correction_reason, row.superseded_at) if chained else (NO_WORDS, NEVER)
    struck = (row.struck_at, row.struck_reason, row.wrong_client, row.struck_by)
    key = next(getattr(row, name) for name in ("id", "assessment_id", "review_id") if hasattr(row, name))
    return branch(kind, key, row.recorded_at, row.recorded_by, first, second, on, reason, corrected, *struck)


def step(kind: str, row: Any, step: str, first: Any = NO_WORDS, on: Any = NO_DAY) -> Rows:
    """A branch: an end that is filled once; `step` names the columns with moment and author, else the row's own."""
    at = func.coalesce(getattr(row, f"{step}_at"), row.recorded_at, type_=Moment)
    by = func.coalesce(getattr(row, f"{step}_by"), row.recorded_by)
    ends = (row.superseded_at, row.struck_at, row.struck_reason, row.wrong_client, row.struck_by)
    return branch(kind, row.id, at, by, first, NO_WORDS, on, NO_WORDS, *ends).where(on.is_not(None))


def branch(kind: str, *values: Any) -> Rows:
    """A branch from its columns in the order of `names`, where a row alone does not tell them."""
    names = (
        "id",
        "at",
        "by",
        "first",
        "second",
        "on_day",
        "reason",
        "corrected_at",
        "struck_at",
        "struck_reason",
        "wrong_client",
        "struck_by",
    )
    named = (value.label(name) for name, value in zip(names, values, strict=True))
    return select(literal(kind).label("kind"), *named)


def of(statement: Rows, *links: tuple[Any, Any]) -> Rows:
    """Rows that hang on the episode over parents, each given with the key that names it."""
    for parent, key in links:
        statement = statement.join(parent, parent.id == key)
    return statement.where(links[-1][0].episode_id == EPISODE)


def own(statement: Rows, row: Any) -> Rows:
    """Rows that hang on the episode themselves."""
    return statement.where(row.episode_id == EPISODE)


def hundredths(column: Any) -> Any:
    """A column of hundredths as text, undivided."""
    return cast(type_coerce(column, Integer), String)
