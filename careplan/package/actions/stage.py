"""A package read into a temporary SQLite file: one text table for each file, with line numbers."""

# ruff: noqa: S608 (all names come from the profile, none from a package)

import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import MINYEAR
from pathlib import Path

from careplan.ground.clock import LONDON
from careplan.package.queries.scope import profiles
from careplan.package.rules import cells, descriptor, lines
from careplan.package.rules.container import Container, fitting, opened
from careplan.package.rules.faults import Findings
from careplan.package.rules.lines import Records
from careplan.package.rules.profile import DESCRIPTOR, Column, File, Profile, profile_1

BROKEN = "*"
UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
Progress = Callable[[str], None]


@dataclass
class Stage:
    """The staged package: its temporary database, what was found wrong, what was read."""

    db: sqlite3.Connection
    profile: Profile
    findings: Findings
    progress: Progress
    rows: dict[str, int] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    corrected: set[str] = field(default_factory=set)
    container: Container = field(default_factory=lambda: Container({}))


@contextmanager
def staged(path: Path, progress: Progress) -> Iterator[Stage]:
    """Read the package at `path` by the profile that it names; the temporary database lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="careplan-") as folder:
        db = sqlite3.connect(Path(folder) / "stage.sqlite", isolation_level=None)
        findings = Findings()
        try:
            with opened(path, findings) as container:
                stage = Stage(db, _announced(container, findings), findings, progress)
                _prepare(stage)
                stage.container = fitting(container, stage.profile, findings)
                _read_all(stage, stage.container)
                yield stage
        finally:
            db.close()


def _announced(container: Container, findings: Findings) -> Profile:
    if DESCRIPTOR not in container.files:
        return profile_1()
    try:
        with container.open(DESCRIPTOR) as stream:
            return descriptor.profile_of(stream, findings, profiles())
    except UNREADABLE:
        findings.fault(DESCRIPTOR, None, "", "a damaged file", "a file that can be read")
        return profile_1()


def _prepare(stage: Stage) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -32768"):
        stage.db.execute(f"PRAGMA {pragma}")
    stage.db.create_function("instant", 1, lambda cell: cells.moment(cell).timestamp(), deterministic=True)
    stage.db.create_function("civil", 1, _civil, deterministic=True)
    stage.db.create_function("is_nhs_number", 1, cells.is_nhs_number, deterministic=True)
    for file in stage.profile.listed:
        names = [column.name for column in file.columns] + [f"given_{ref.name}" for ref in file.refs]
        listed = ", ".join(f'"{name}" TEXT' for name in names)
        stage.db.execute(
            f'CREATE TABLE "all_{file.name}" '
            f"(line INTEGER PRIMARY KEY, bad TEXT, superseded INTEGER DEFAULT 0, {listed})"
        )
        stage.db.execute(
            f'CREATE VIEW "{file.name}" AS SELECT * FROM "all_{file.name}" '
            f"WHERE superseded = 0 AND bad IS NOT '{BROKEN}'"
        )


def _civil(cell: str | None) -> str | None:
    """The London day of a moment."""
    if cell is None:
        return None
    moment = cells.moment(cell)
    return (moment if moment.year == MINYEAR else moment.astimezone(LONDON)).date().isoformat()


def _read_all(stage: Stage, container: Container) -> None:
    for file in stage.profile.files.values():
        if file.path not in container.files:
            if file.name in stage.profile.required:
                stage.unread.add(file.name)
        elif not stage.findings.full:
            _read(stage, file, container)


def _read(stage: Stage, file: File, container: Container) -> None:
    try:
        with container.open(file.path) as stream:
            strange = lines.cause(stream.read(lines.HEAD), file.by_name)
        if strange:
            stage.findings.fault(file.path, 1, "", strange, lines.EXPECTED)
            stage.unread.add(file.name)
            return
        with container.open(file.path) as stream:
            records = Records(stream, lambda line, *words: stage.findings.fault(file.path, line, "", *words))
            _Loader(stage, file, records).load()
            stage.sha256[file.name] = records.sha256
    except UNREADABLE:
        stage.findings.fault(file.path, None, "", "a damaged file", "a file that can be read")
        stage.unread.add(file.name)
    stage.progress(f"{file.path}: {stage.rows.get(file.name, 0):,} rows read")


class _Loader:
    """Reads one file's records into its table, judging each cell by the type of its column."""

    def __init__(self, stage: Stage, file: File, records: Records) -> None:
        self.stage, self.file, self.records = stage, file, records
        self.header: list[Column | None] = []

    def load(self) -> None:
        """Header first; a file without a usable header has no rows."""
        rows = iter(self.records)
        first = next(rows, None)
        if first is None:
            if not any(fault.file == self.file.path for fault in self.stage.findings.faults):
                self._fault(None, "", "an empty file", "a header row")
            self.stage.unread.add(self.file.name)
            return
        if not self._understand(*first):
            self.stage.unread.add(self.file.name)
            return
        names = [column.name for column in self.header if column]
        listed = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * (len(names) + 2))
        insert = f'INSERT INTO "all_{self.file.name}" (line, bad, {listed}) VALUES ({marks})'
        self.stage.db.execute("BEGIN")
        self.stage.db.executemany(insert, self._rows(rows))
        self.stage.db.execute("COMMIT")

    def _fault(self, line: int | None, column: str, text: str, expected: str) -> None:
        self.stage.findings.fault(self.file.path, line, column, text, expected)

    def _understand(self, line: int, names: list[str]) -> bool:
        """Match the header with the profile; whether all required columns are there."""
        seen: set[str] = set()
        for name in names:
            column = self.file.by_name.get(name)
            if column is None:
                self._fault(line, name, name, "a column of this file")
            elif name in seen:
                self._fault(line, name, name, "a column once")
            self.header.append(None if name in seen else column)
            seen.add(name)
        missing = [column.name for column in self.file.own if column.required and column.name not in seen]
        for name in missing:
            self._fault(line, name, "no column", "this column")
        return not missing

    def _rows(self, records: Iterator[tuple[int, list[str]]]) -> Iterator[list[str | int | None]]:
        kept = [place for place, column in enumerate(self.header) if column]
        checks = [(place, column, cells.check(column)) for place, column in enumerate(self.header) if column]
        typed = [(place, column, fits) for place, column, fits in checks if fits]
        needed = [(place, column) for place, column, _ in checks if column.required]
        width, count = len(self.header), 0
        for line, row in records:
            count += 1
            if count % 20_000 == 0:
                self.stage.progress(f"{self.file.path}: {count:,} rows read")
            if len(row) != width:
                self._fault(line, "", f"{len(row)} cells", f"{width} cells")
                padded = row + [""] * (width - len(row))
                yield [line, BROKEN, *(padded[place] or None for place in kept)]
            else:
                bad = self._judge(line, row, typed, needed)
                yield [line, bad, *[row[place] or None for place in kept]]
            if self.stage.findings.full:
                break
        self.stage.rows[self.file.name] = count

    def _judge(
        self,
        line: int,
        row: list[str],
        typed: list[tuple[int, Column, Callable[[str], bool]]],
        needed: list[tuple[int, Column]],
    ) -> str | None:
        """Names of the columns whose cell was refused (and emptied, ids apart); None when all are well."""
        bad = ""
        for place, column in needed:
            if not row[place]:
                self._fault(line, column.name, "", cells.expected(column))
                bad += f" {column.name} "
        for place, column, fits in typed:
            if row[place] and not fits(row[place]):
                self._fault(line, column.name, row[place], cells.expected(column))
                bad += f" {column.name} "
                if column.name != "id":
                    row[place] = ""
        if self.records.long:
            for place, column in ((place, column) for place, column in enumerate(self.header) if column):
                if len(row[place]) > cells.LONGEST_CELL:
                    self._fault(line, column.name, row[place], f"at most {cells.LONGEST_CELL:,} characters")
                    row[place] = ""
        return bad or None
