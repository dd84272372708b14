"""Clients of a package who may be one person, among themselves and with whom careplan holds: shown, never merged."""

# ruff: noqa: S608 (all names come from here, none from a package)

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from careplan.clients.codes import BirthKnown
from careplan.clients.labels import LIKENESSES
from careplan.clients.models import Client
from careplan.clients.rules.likeness import Likeness, Person, likeness
from careplan.clients.rules.names import name_key
from careplan.package.actions.stage import Stage
from careplan.package.rules.faults import LIMIT

SHARED = ("nhs_number", "born", "name_key")
"""Whoever is alike shares one of these."""
AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A live client of the package."""

    line: int
    id: str
    corrects: str | None
    nhs_number: str | None
    born: str | None
    name_key: str
    person: Person


def alike_in_package(stage: Stage) -> None:
    """A warning on each row of every pair that may be one person."""
    _people(stage)
    for place, column in enumerate(SHARED):
        earlier = SHARED[:place]
        for group in _groups(stage, column):
            for one, other in combinations(group, 2):
                if _enough(stage):
                    return
                if any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in earlier):
                    continue
                if why := likeness(one.person, other.person):
                    _warn(stage, one, why, f"{other.id} (line {other.line})")
                    _warn(stage, other, why, f"{one.id} (line {one.line})")


def alike_in_careplan(stage: Stage, session: Session) -> None:
    """A warning on each row of the package that is new here and like a client whom careplan holds."""
    if session.scalar(select(Client.id).limit(1)) is None:
        return
    rows = (_row(cells) for cells in stage.db.execute("SELECT * FROM people ORDER BY line"))
    while batch := list(islice(rows, AT_ONCE)):
        if _enough(stage):
            return
        ids = [row.id for row in batch]
        current_ids = set(session.scalars(select(Client.id).where(Client.id.in_(ids))))
        fresh = [row for row in batch if row.id not in current_ids]
        if fresh:
            _compare(stage, fresh, _near(session, fresh))


def _people(stage: Stage) -> None:
    """The live clients with what they could share, indexed."""
    stage.db.create_function("name_key", 2, name_key, deterministic=True)
    column = "birth_known" if "birth_known" in stage.profile.files["clients"].by_name else "NULL"
    stage.db.execute(
        f"CREATE TABLE people AS SELECT line, id, corrects, first_name, last_name, date_of_birth, sex, nhs_number, "
        f"coalesce({column}, 'known') AS birth_known, "
        f"CASE WHEN coalesce({column}, 'known') = 'known' THEN date_of_birth END AS born, "
        "name_key(first_name, last_name) AS name_key FROM clients "
        "WHERE id IS NOT NULL AND first_name IS NOT NULL AND last_name IS NOT NULL "
        "AND date_of_birth IS NOT NULL AND sex IS NOT NULL"
    )
    for column in SHARED:
        stage.db.execute(f"CREATE INDEX people_{column} ON people ({column}) WHERE {column} IS NOT NULL")


def _groups(stage: Stage, column: str) -> Iterator[list[Row]]:
    """Rows that share the column, one group at a time."""
    rows = stage.db.execute(
        f"SELECT * FROM people WHERE {column} IN (SELECT {column} FROM people "
        f"WHERE {column} IS NOT NULL AND {column} <> '' GROUP BY {column} HAVING count(*) > 1) ORDER BY {column}, line"
    )
    for _, group in groupby(map(_row, rows), key=lambda row: getattr(row, column)):
        yield list(group)


def _row(cells: Sequence[Any]) -> Row:
    line, id_, corrects, first, last, birth, sex, number, existing, born, key = cells
    person = Person(first, last, date.fromisoformat(birth), sex, number, existing)
    return Row(line, id_, corrects, number, born, key, person)


def _near(session: Session, rows: list[Row]) -> list[Any]:
    """Live clients who share a number, a known birth or a name with one of the rows. One statement."""
    births = {row.person.date_of_birth for row in rows if row.born}
    shared: list[ColumnElement[bool]] = [
        Client.nhs_number.in_({row.nhs_number for row in rows if row.nhs_number}),
        and_(Client.date_of_birth.in_(births), Client.birth_known == BirthKnown.KNOWN),
        Client.name_key.in_({row.name_key for row in rows if row.name_key}),
    ]
    columns = (Client.id, Client.first_name, Client.last_name, Client.date_of_birth, Client.sex)
    return list(
        session.execute(
            select(*columns, Client.nhs_number, Client.birth_known, Client.name_key)
            .where(Client.superseded_at.is_(None), or_(*shared))
            .order_by(Client.id)
        )
    )


def _compare(stage: Stage, rows: list[Row], near: list[Any]) -> None:
    shared: dict[object, dict[str, tuple[str, Person]]] = {}
    for id_, *values, key in near:
        person = Person(*values)
        for mark in (person.nhs_number, person.date_of_birth if person.certain else None, key):
            if mark:
                shared.setdefault(mark, {})[id_] = (id_, person)
    for row in rows:
        marks = (row.nhs_number, row.person.date_of_birth if row.born else None, row.name_key)
        pairs = {id_: pair for mark in marks if mark for id_, pair in shared.get(mark, {}).items()}
        for id_, other in pairs.values():
            if id_ != row.corrects and (why := likeness(row.person, other)):
                _warn(stage, row, why, f"{id_}, whom careplan holds,")


def _warn(stage: Stage, row: Row, why: tuple[Likeness, ...], other: str) -> None:
    words = "; ".join(LIKENESSES[reason].lower().replace("nhs", "NHS") for reason in why)
    column, cell = ("date_of_birth", row.person.date_of_birth.isoformat())
    if Likeness.NHS_NUMBER in why:
        column, cell = "nhs_number", row.nhs_number or ""
    expected = f"one client for one person: {row.id} and {other} are a possible duplicate ({words})"
    stage.findings.warn("clients.csv", row.line, column, cell, expected)


def _enough(stage: Stage) -> bool:
    """Whether the report is full: what is beyond is not looked for."""
    full = len(stage.findings.warnings) >= LIMIT
    if full:
        stage.findings.more_warnings = max(stage.findings.more_warnings, 1)
    return full
