"""A checked package goes into the rooms' tables, in reference order, inside the caller's transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from careplan.assessment.actions import keep_digests
from careplan.assessment.models import Assessment
from careplan.ground.db import Base
from careplan.package.actions.arrivals import keep_arrivals
from careplan.package.actions.bulk import put
from careplan.package.actions.known import Known
from careplan.package.actions.stage import Stage
from careplan.package.models import Import
from careplan.package.rules.profile import File
from careplan.package.rules.rows import Source, source
from careplan.trail.actions import changed, write

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
    existing = Known(stage, connection, file, table) if result.scalar_one() else None
    added = done = 0
    for batch in _batches(stage, origin, now):
        fresh = existing.fresh(batch) if existing else batch
        if fresh and not stage.findings.faults:
            put(connection, table, fresh)
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
