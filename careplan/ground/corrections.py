"""How a recorded fact stops counting: a correction takes its place, or it is struck out as recorded by mistake.

Nothing else sets `superseded_*` or `struck_*`. A corrected row stays in the chain of its successor; a struck row has
none and is dead for clocks, figures, lists and safety from `struck_at` on. As known before that moment, both live.
Two chains that turn out to be one thing are joined, and put apart again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NotRequired, TypedDict, TypeVar, Unpack

from sqlalchemy import ColumnElement, Table, and_, or_, select

from careplan.ground.clock import now
from careplan.ground.db import Base, Entered, Recorded, db
from careplan.ground.ids import new_id

R = TypeVar("R", bound=Recorded)


class Refused(ValueError):
    """What was asked cannot be done; `problems` holds a sentence for each field of the form."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def live(model: Any) -> ColumnElement[bool]:
    """SQL condition: rows of the table (or its alias) that are neither corrected nor struck out."""
    return and_(*(end.is_(None) for end in _ends(model)))


def live_until(model: Any, until: datetime) -> ColumnElement[bool]:
    """SQL condition: rows that were recorded before the moment, and neither corrected nor struck out before it.

    A row of another client was never this one's.
    """
    ends = (or_(end.is_(None), end >= until) for end in _ends(model))
    return and_(model.recorded_at < until, *ends, *_own(model))


def live_at(model: Any, moment: datetime) -> ColumnElement[bool]:
    """SQL condition: rows as they stood at the moment, what happened in it included; without another client's."""
    ends = (or_(end.is_(None), end > moment) for end in _ends(model))
    return and_(model.recorded_at <= moment, *ends, *_own(model))


def _ends(model: Any) -> list[Any]:
    names = ("superseded_at", "struck_at")
    return [getattr(model, name) for name in names if hasattr(model, name)]


def _own(model: Any) -> list[Any]:
    return [model.wrong_client.is_(None)] if hasattr(model, "wrong_client") else []


def is_live(row: Entered) -> bool:
    """Whether the row is neither corrected nor struck out."""
    return row.struck_at is None and getattr(row, "superseded_at", None) is None


def supersede(wrong: Recorded, right: R, *, reason: str) -> R:
    """Put `right`, a new row, in the place of `wrong`, a live one, and write both; the session is flushed.

    The moment of the correction is the one at which `right` is recorded. The caller writes the trail.
    """
    if not is_live(wrong):
        raise ValueError(f"{wrong.id} was corrected or struck out before")
    right.id = right.id or new_id()
    right.recorded_at = right.recorded_at or now()
    wrong.superseded_at, wrong.superseded_by = right.recorded_at, right.id
    db.session.flush()
    right.corrects, right.root_id, right.correction_reason = wrong.id, wrong.root_id, reason.strip()
    db.add(right)
    return right


REMOVED = "Recorded in the wrong record"
"""All that is told of a row that was struck out because it belongs to another client."""


class Why(TypedDict):
    """Why a row is struck out; `wrong_client`: it belongs to another client, and its content is no longer told."""

    reason: str
    wrong_client: NotRequired[bool]


def told(why: Why) -> str:
    """The reason as rows of the record itself may tell it, which leave in exports."""
    return REMOVED if why.get("wrong_client") else why["reason"]


def strike(row: Entered, *, by: str, **why: Unpack[Why]) -> None:
    """Strike out a live row that was recorded by mistake; `by` is a worker's id or a system job. Flushes.

    What belongs to another client takes all that tells of it: earlier versions, and whatever hangs on it, live or not.
    The caller writes the trail and has asked who may (decision: its author, a manager of the service, the command).
    """
    if not is_live(row):
        raise ValueError("this row was corrected or struck out before")
    wrong_client = why.get("wrong_client") or None
    rows: list[Any] = [row]
    if wrong_client and isinstance(row, Recorded):
        rows = [*_together(row), *hanging(row, dead=True)]
    for one in rows:
        if one.struck_at is None:
            one.struck_at, one.struck_by, one.struck_reason = now(), by, why["reason"].strip()
        one.wrong_client = wrong_client
    db.session.flush()


def hanging(row: Recorded, *, dead: bool = False) -> list[Any]:
    """The live rows that are tied to a row by a key with its service, over all tables below it: parents first; with
    the `dead` ones all that ever were.

    What is struck out with its parent is counted by no query that begins at a child.
    """
    models: dict[Any, Any] = {
        one.local_table: one.class_ for one in Base.registry.mappers if issubclass(one.class_, Entered)
    }
    chains: dict[Any, Any] = {row.__table__: _chain(type(row), [row.id])}  # type: ignore[attr-defined]
    rows: list[Any] = []
    for table in Base.metadata.sorted_tables:
        tied = [table.c[name].in_(chains[parent]) for name, parent in _ties(table) if parent in chains]
        if not tied or table not in models:
            continue
        model = models[table]
        counts = [] if dead else [live(model)]
        rows += db.session.scalars(select(model).where(or_(*tied), *counts).order_by(*table.primary_key))
        if "root_id" in table.c:
            chains[table] = _chain(model, [one.id for one in rows if isinstance(one, model)])
    return rows


def _ties(table: Table) -> list[tuple[str, Table]]:
    """The columns that tie a table's rows to one parent of their service, each with the parent's table."""
    keys = table.foreign_key_constraints
    return sorted(
        (key.column_keys[0], key.referred_table) for key in keys if "service_id" in key.column_keys[1:]
    )


def _chain(model: Any, ids: list[str]) -> list[str]:
    """The ids of all rows in the chains of these rows: children keep the id that they were given."""
    roots = select(model.root_id).where(model.id.in_(ids))
    return list(db.session.scalars(select(model.id).where(model.root_id.in_(roots)).order_by(model.id)))


def join(row: Recorded, other: Recorded, *, reason: str) -> dict[str, Any]:
    """Let the chain of `row` take the place of the chain of `other`, both live rows of one table that are one thing.

    At every moment of the past one row of the two chains lives at most. What comes back, as JSON, lets `part` put them
    apart again. The first row of the survivor corrects `other`, as the package tells a chain; the table leaves
    `superseded_*` free. The caller writes the trail. Flushes.
    """
    mine, theirs = _together(row), _together(other)
    first = next(one for one in mine if one.corrects is None)
    since = min(one.recorded_at for one in mine)
    before = {one.id: [one.root_id, one.superseded_at and one.superseded_at.isoformat()] for one in theirs}
    for one in theirs:
        one.root_id, one.superseded_at = row.root_id, min(one.superseded_at or since, since)
    other.superseded_by = first.id
    first.corrects, first.correction_reason = other.id, reason.strip()
    db.session.flush()
    return {"first": first.id, "rows": before}


def part(model: type[Recorded], joined: Mapping[str, Any]) -> None:
    """Put two chains apart that `join` made one; flushes."""
    first = db.session.get_one(model, joined["first"])
    first.corrects = first.correction_reason = None
    for id_, (root, ended) in joined["rows"].items():
        one = db.session.get_one(model, id_)
        one.root_id, one.superseded_at = root, ended and datetime.fromisoformat(ended)
        one.superseded_by = one.superseded_by if ended else None
    db.session.flush()


def _together(row: R) -> list[R]:
    model = type(row)
    return list(db.session.scalars(select(model).where(model.root_id == row.root_id).order_by(model.id)))
