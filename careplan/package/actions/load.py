"""A checked package goes into the rooms' tables, in reference order, inside the caller's transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from careplan.assessment.actions import keep_digests
from careplan.assessment.models import Assessment
from careplan.clients.models import Arrival, Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import Base
from careplan.package.actions.documents import with_content
from careplan.package.actions.stage import Stage
from careplan.package.models import Import
from careplan.package.rules.profile import Column, File
from careplan.package.rules.rows import SLOTTED, Source, source
from careplan.trail.actions import changed, write

AT_ONCE = 400


def keep_arrivals(stage: Stage, session: Session) -> None:
    """Tie the package's clients who have no episode, here or in careplan, to the package's services."""
    sql = "SELECT id FROM clients c WHERE NOT EXISTS (SELECT 1 FROM episodes e WHERE e.client_id = c.id) ORDER BY id"
    ids = [id_ for (id_,) in stage.db.execute(sql)]
    services = [id_ for (id_,) in stage.db.execute("SELECT id FROM services ORDER BY id")]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        placed = _placed(session, some)
        pairs = [(client, service) for client in some if client not in placed for service in services]
        existing_rows = set(
            session.execute(select(Arrival.client_id, Arrival.service_id).where(Arrival.client_id.in_(some)))
        )
        rows = [{"client_id": one, "service_id": at} for one, at in pairs if (one, at) not in existing_rows]
        if rows:
            session.execute(insert(Arrival), rows)


def _placed(session: Session, ids: list[str]) -> set[str]:
    """Those of the clients who have an episode."""
    one, named = aliased(Client), aliased(Client)
    return set(
        session.scalars(
            select(one.id)
            .join(named, named.root_id == one.root_id)
            .join(Episode, Episode.client_id == named.id)
            .where(one.id.in_(ids), live(Episode))
        )
    )


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
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
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[dict[str, Any]]
) -> Iterator[tuple[Any, ...]]:
    """Values as the driver takes them, by the types of the columns."""
    types = [table.c[name].type.dialect_impl(connection.dialect) for name in names]
    binders = [type_.bind_processor(connection.dialect) for type_ in types]
    places = list(zip(names, binders, strict=True))
    return (tuple(bind(row[name]) if bind else row[name] for name, bind in places) for row in rows)


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {_place(connection, table, names)} FROM STDIN") as target:
        for values in _bound(connection, table, names, rows):
            target.write_row(values)
    cursor.close()


BATCH = 400


class Existing:
    """Compares batches of one file with its table."""

    def __init__(self, stage: Stage, connection: Connection, file: File, table: Table) -> None:
        self.stage, self.connection, self.file, self.table = stage, connection, file, table
        self.key = tuple(file.by_name[name].field for name in file.key)
        extra = [name for name in ("superseded_at", "struck_at") if name in table.c]
        fields = [column.field for column in file.exported]
        self.slotted = file.name in SLOTTED
        extra += ["slot"] if self.slotted else []
        self.columns = [table.c[name] for name in dict.fromkeys((*fields, *extra))]

    def fresh(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of the batch that are new; differences are reported, corrections of held rows written."""
        pairs: dict[tuple[Any, ...], Row[Any]] = {}
        for start in range(0, len(batch), BATCH):
            pairs |= self._existing(batch[start : start + BATCH])
        fresh = []
        for row in batch:
            key = self._key(row)
            stands = pairs.get((*key, row.get("struck_at")), pairs.get(key))
            if stands is None or self._besides(row, key, pairs):
                fresh.append(row)
            else:
                self._compare(row, stands)
        for key in self.file.once:
            self._once(key, fresh)
        return fresh

    def _besides(
        self, row: dict[str, Any], key: tuple[Any, ...], pairs: dict[tuple[Any, ...], Row[Any]]
    ) -> bool:
        """Whether a row of a key that stands here is a further one: the package tells all that stand, and more.

        It takes the slot after theirs.
        """
        if not self.slotted or (*key, row["struck_at"]) in pairs:
            return False
        slots = [one.slot for name, one in pairs.items() if name[:-1] == key]
        row["slot"] = max(slots) + row["_place"]
        return bool(row["_place"] > len(slots))

    def _key(self, row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.key)

    def _existing(self, rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], Row[Any]]:
        statement = select(*self.columns).where(self._among(self.key, rows))
        if not self.file.has_id and "superseded_at" in self.table.c:
            statement = statement.where(self.table.c.superseded_at.is_(None))
        if "struck_at" in self.table.c:
            # Where a struck row shares the key of the right one, the right one is what a live row is compared with.
            statement = statement.order_by(self.table.c.struck_at.is_(None))
        result = self.connection.execute(statement)
        rows_by_key: dict[tuple[Any, ...], Row[Any]] = {}
        for row in result:
            key = tuple(getattr(row, name) for name in self.key)
            rows_by_key[key] = rows_by_key[(*key, getattr(row, "struck_at", None))] = row
        return rows_by_key

    def _among(self, names: tuple[str, ...], rows: list[dict[str, Any]]) -> ColumnElement[bool]:
        wanted = [tuple(row[name] for name in names) for row in rows]
        if len(names) == 1:
            return self.table.c[names[0]].in_([value for (value,) in wanted])
        return tuple_(*(self.table.c[name] for name in names)).in_(wanted)

    def _compare(self, row: dict[str, Any], stands: Row[Any]) -> None:
        for column in self.file.exported:
            if not self._given(column, row):
                continue
            was, comes = getattr(stands, column.field), row[column.field]
            if was != comes:
                expected = f"{'nothing' if was in (None, '') else was}, as careplan holds it"
                text = "" if comes is None else str(comes)
                self.stage.findings.fault(self.file.path, row["_line"], column.name, text, expected)
        self._supersede(row, stands)

    def _given(self, column: Column, row: dict[str, Any]) -> bool:
        """An empty recorded_at or recorded_by says nothing about the row that is held."""
        given = row.get("_given", (True, True))
        if column.name in ("recorded_at", "recorded_by"):
            return bool(given[column.name == "recorded_by"])
        return True

    def _supersede(self, row: dict[str, Any], stands: Row[Any]) -> None:
        if row.get("superseded_at") and stands.superseded_at is None and not self.stage.findings.faults:
            ended = {name: row[name] for name in ("superseded_at", "superseded_by")}
            self.connection.execute(update(self.table).where(self.table.c.id == row["id"]).values(ended))

    def _once(self, key: tuple[str, ...], fresh: list[dict[str, Any]]) -> None:
        """A further key of a new row that another held row has already."""
        live = [row for row in fresh if not (row.get("superseded_at") or row.get("struck_at"))]
        for start in range(0, len(live), BATCH):
            rows = {tuple(row[name] for name in key): row for row in live[start : start + BATCH]}
            statement = select(*(self.table.c[name] for name in key)).where(
                self._among(key, list(rows.values()))
            )
            for end in (name for name in ("superseded_at", "struck_at") if name in self.table.c):
                statement = statement.where(self.table.c[end].is_(None))
            for match in self.connection.execute(statement):
                row = rows[tuple(match)]
                words = f"a {key[-1]} that no other row has ({', '.join(key)})"
                self.stage.findings.fault(self.file.path, row["_line"], key[-1], str(row[key[-1]]), words)


BATCH = 2000
JOB = "import"


@dataclass
class Loaded:
    """How many rows of each file the package held, and how many of them were new."""

    rows: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)

    @property
    def nothing_new(self) -> bool:
        """Whether every row was there before."""
        return not any(self.added.values())


def load(stage: Stage, session: Session, *, now: datetime, by: str = JOB) -> Loaded:
    """Add what is new; rows that differ from what stands under their id become faults in the stage's findings.

    The caller rolls back when there are faults.
    """
    loaded = Loaded(rows={file.name: stage.rows.get(file.name, 0) for file in stage.profile.listed})
    connection = session.connection()
    try:
        for file in stage.profile.listed:
            loaded.added[file.name] = (
                _load_file(stage, connection, file, now) if loaded.rows[file.name] else 0
            )
    except (IntegrityError, connection.dialect.loaded_dbapi.IntegrityError) as conflict:
        reason = str(getattr(conflict, "orig", conflict)).splitlines()[0]
        stage.findings.fault(file.path, None, "", reason, "no conflict with what careplan holds")
    if not stage.findings.faults:
        _keep_digests(stage)
        keep_arrivals(stage, session)
        _trail(stage, session, loaded, by)
        changed(session)
    return loaded


def _keep_digests(stage: Stage) -> None:
    """The digests of the assessments whose answers came."""
    if not stage.rows.get("answers"):
        return
    ids = (id_ for (id_,) in stage.db.execute('SELECT DISTINCT assessment_id FROM "answers"'))
    while batch := list(islice(ids, BATCH)):
        keep_digests(Assessment.id.in_(batch))


def _load_file(stage: Stage, connection: Connection, file: File, now: datetime) -> int:
    table = Base.metadata.tables[file.name]
    origin = source(stage.profile, file, stage.corrected)
    result = connection.execute(
        select(func.count()).select_from(select(1).select_from(table).limit(1).subquery())
    )
    existing = Existing(stage, connection, file, table) if result.scalar_one() else None
    added = done = 0
    for batch in _batches(stage, origin, now):
        fresh = existing.fresh(batch) if existing else batch
        if fresh and not stage.findings.faults:
            for rows in with_content(stage, file, fresh):
                put(connection, table, rows)
        added += len(fresh)
        done += len(batch)
        stage.progress(f"{file.name}: {done:,} rows loaded")
    return added


def _batches(stage: Stage, origin: Source, now: datetime) -> Iterator[list[dict[str, Any]]]:
    rows = stage.db.execute(origin.sql)
    while batch := list(islice(rows, BATCH)):
        yield [origin.row(cells, now, JOB) for cells in batch]


def _trail(stage: Stage, session: Session, loaded: Loaded, by: str) -> None:
    """One row for the package, one trail entry for each file that brought rows."""
    digest = sha256("".join(f"{name}{stage.sha256[name]}" for name in sorted(stage.sha256)).encode())
    package = Import(
        sha256=digest.hexdigest(), by=by, rows=sum(loaded.rows.values()), added=sum(loaded.added.values())
    )
    session.add(package)
    session.flush()
    for name, count in loaded.rows.items():
        if count:
            detail = {"file": name, "rows": count, "added": loaded.added[name], "sha256": stage.sha256[name]}
            write("package.imported", by=by, subject=f"imports:{package.id}", detail=detail)
