"""Every check between rows of a staged package: keys, references, corrections, promises, answers."""

# ruff: noqa: S608 (all names come from the profile, none from a package)

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from careplan.checklists.queries import bank, editions
from careplan.package.actions.alike import alike_in_package
from careplan.package.actions.documents import check_documents
from careplan.package.actions.returns import check_returns
from careplan.package.actions.scores import check_scores
from careplan.package.actions.stage import BROKEN, Stage
from careplan.package.rules.cells import misfit
from careplan.package.rules.profile import STRUCK, File
from careplan.package.rules.promises import promises

REMEMBERED = 64


def check(stage: Stage, *, today: date, now: datetime, without_files: bool = False) -> None:
    """Report all breaches into the stage's findings, causes before consequences.

    `without_files`: a document whose file is not in the package is a warning, where its row can do without.
    """
    _fill_bank(stage)
    for file in stage.profile.listed:
        stage.progress(f"{file.path}: checking keys")
        _index(stage, file)
    for file in stage.profile.listed:
        _references(stage, file)
    for file in stage.profile.listed:
        if file.facts:
            stage.progress(f"{file.path}: checking corrections")
            _recorded(stage, file, now)
    for file in stage.profile.listed:
        _keys(stage, file)
    for promise in promises(stage.profile):
        stage.progress(f"{promise.file}.csv: checking {promise.column}")
        cursor = stage.db.execute(
            promise.sql, {"today": today.isoformat()} if ":today" in promise.sql else {}
        )
        report = stage.findings.warn if promise.warning else stage.findings.fault
        for line, cell in cursor:
            report(f"{promise.file}.csv", line, promise.column, cell, promise.expected)
    stage.progress("clients.csv: looking for one person twice")
    alike_in_package(stage)
    _values(stage)
    _hidden(stage)
    check_returns(stage)
    check_scores(stage)
    check_documents(stage, without_files=without_files)


def _fill_bank(stage: Stage) -> None:
    stage.db.execute("CREATE TABLE bank (edition TEXT, checklist TEXT, item TEXT)")
    rows = [
        (edition, kind, item)
        for edition in editions()
        for item, wanted_item in bank(edition).items.items()
        for kind in ("", *wanted_item.presence)
    ]
    stage.db.executemany("INSERT INTO bank VALUES (?, ?, ?)", rows)
    stage.db.execute("CREATE INDEX bank_item ON bank (edition, checklist, item)")


def _report(stage: Stage, file: File, column: str, expected: str, pairs: Iterable[tuple[int, str]]) -> None:
    for line, cell in pairs:
        stage.findings.fault(file.path, line, column, cell, expected)


def _index(stage: Stage, file: File) -> None:
    """Index the key and what leads upwards; ids that stand twice are faults, corrected rows included."""
    listed = ", ".join(f'"{name}"' for name in file.key)
    for name in {ref.name for ref in file.refs} - {file.key[0]}:
        stage.db.execute(f'CREATE INDEX "{file.name}_{name}" ON "all_{file.name}" ("{name}")')
    try:
        unique = "UNIQUE " if file.has_id else ""
        stage.db.execute(f'CREATE {unique}INDEX "{file.name}_key" ON "all_{file.name}" ({listed})')
    except sqlite3.IntegrityError:
        stage.db.execute(f'CREATE INDEX "{file.name}_key" ON "all_{file.name}" ({listed})')
        _twice(stage, file, ("id",), f"all_{file.name}")


def _twice(stage: Stage, file: File, key: tuple[str, ...], table: str) -> None:
    listed = ", ".join(f'"{name}"' for name in key)
    text = " AND ".join(f'"{name}" IS NOT NULL' for name in key)
    sql = (
        f'SELECT line, "{key[-1]}", first FROM (SELECT line, "{key[-1]}", '
        f"first_value(line) OVER (PARTITION BY {listed} ORDER BY line) AS first "
        f'FROM "{table}" WHERE {text}) '
        "WHERE line > first ORDER BY line"
    )
    for line, cell, first in stage.db.execute(sql):
        stage.findings.fault(file.path, line, key[-1], cell, f"{', '.join(key)} once (first on line {first})")


def _keys(stage: Stage, file: File) -> None:
    for key in (*(() if file.has_id else (file.key,)), *file.once):
        _twice(stage, file, key, file.name)


def _references(stage: Stage, file: File) -> None:
    for ref in file.refs:
        if ref.file in stage.unread:
            continue
        sql = (
            f'SELECT line, "{ref.name}" FROM "all_{file.name}" f WHERE "{ref.name}" IS NOT NULL '
            f"AND bad IS NOT '{BROKEN}' "
            f'AND NOT EXISTS (SELECT 1 FROM "all_{ref.file}" p WHERE p.id = f."{ref.name}")'
        )
        _report(stage, file, ref.name, f"an id of {ref.file}.csv", stage.db.execute(sql))


def _recorded(stage: Stage, file: File, now: datetime) -> None:
    """recorded_at not after now; corrections: complete, of one row that exists, each row corrected once."""
    table = f'"all_{file.name}"'
    sql = f"SELECT line, recorded_at FROM {table} WHERE instant(recorded_at) > ?"
    rows = stage.db.execute(sql.replace("WHERE", "WHERE recorded_at IS NOT NULL AND"), (now.timestamp(),))
    _report(stage, file, "recorded_at", "a moment not after now", rows)
    for empty, filled in (("corrects", "correction_reason"), ("correction_reason", "corrects")):
        sql = f"SELECT line, NULL FROM {table} WHERE {empty} IS NULL AND {filled} IS NOT NULL"
        _report(stage, file, empty, "corrects and correction_reason both or neither", stage.db.execute(sql))
    if file.strikes:
        _struck(stage, file, now)
    if stage.db.execute(f"SELECT 1 FROM {table} WHERE corrects IS NOT NULL LIMIT 1").fetchone():
        if file.chained:
            _corrections(stage, file)
        else:
            sql = f"SELECT line, corrects FROM {table} WHERE corrects IS NOT NULL"
            _report(
                stage, file, "corrects", "nothing: rows of this file are not corrected", stage.db.execute(sql)
            )


def _struck(stage: Stage, file: File, now: datetime) -> None:
    """Who struck a row out, when and why, whole or not at all; what is struck is hidden like what is corrected."""
    table, names = f'"all_{file.name}"', [column.name for column in STRUCK]
    told = " OR ".join(f"{name} IS NOT NULL" for name in names)
    for name in names:
        sql = f"SELECT line, NULL FROM {table} WHERE {name} IS NULL AND instr(coalesce(bad, ''), ' {name} ') = 0"
        _report(stage, file, name, f"{', '.join(names)} all or none", stage.db.execute(f"{sql} AND ({told})"))
    sql = f"SELECT line, struck_at FROM {table} WHERE struck_at IS NOT NULL AND instant(struck_at) > ?"
    _report(stage, file, "struck_at", "a moment not after now", stage.db.execute(sql, (now.timestamp(),)))
    stage.db.execute(f"UPDATE {table} SET superseded = 1 WHERE struck_at IS NOT NULL")


def _corrections(stage: Stage, file: File) -> None:
    table = f'"all_{file.name}"'
    stage.db.execute(f'CREATE INDEX "{file.name}_corrects" ON {table} (corrects) WHERE corrects IS NOT NULL')
    for expected, condition in (
        ("another row", "corrects = id"),
        ("an id of this file", f"NOT EXISTS (SELECT 1 FROM {table} o WHERE o.id = f.corrects)"),
        (
            "a row not corrected before",
            f"EXISTS (SELECT 1 FROM {table} o WHERE o.corrects = f.corrects AND o.line < f.line)",
        ),
        (
            "a row that is not struck out",
            f"EXISTS (SELECT 1 FROM {table} o WHERE o.id = f.corrects AND o.struck_at IS NOT NULL)",
        ),
    )[: 4 if file.strikes else 3]:
        sql = f"SELECT line, corrects FROM {table} f WHERE corrects IS NOT NULL AND {condition}"
        _report(stage, file, "corrects", expected, stage.db.execute(sql))
    _chains(stage, file)


def _chains(stage: Stage, file: File) -> None:
    """Write every chain (id, root, heir), hide corrected rows, and hang what they held on their heirs."""
    table, chain = f'"all_{file.name}"', f'"chain_{file.name}"'
    stage.corrected.add(file.name)
    corrected = f"SELECT corrects FROM {table} WHERE corrects IS NOT NULL"
    stage.db.execute(
        f"CREATE TABLE {chain} AS WITH RECURSIVE steps(id, root) AS ("
        f"SELECT id, id FROM {table} WHERE corrects IS NULL AND id IN ({corrected}) "
        f"UNION SELECT n.id, s.root FROM {table} n JOIN steps s ON n.corrects = s.id) "
        f"SELECT id, root, id IN ({corrected}) AS corrected, NULL AS heir FROM steps"
    )
    stage.db.execute(f'CREATE INDEX "chain_{file.name}_id" ON {chain} (id)')
    stage.db.execute(f'CREATE INDEX "chain_{file.name}_root" ON {chain} (root)')
    stage.db.execute(
        f"UPDATE {chain} SET heir = "
        f"(SELECT o.id FROM {chain} o WHERE o.root = {chain}.root AND NOT o.corrected)"
    )
    sql = (
        f"SELECT line, corrects FROM {table} f WHERE corrects IS NOT NULL AND corrects <> id "
        f"AND EXISTS (SELECT 1 FROM {table} o WHERE o.id = f.corrects) AND id NOT IN (SELECT id FROM {chain})"
    )
    _report(stage, file, "corrects", "a chain that begins with an uncorrected row", stage.db.execute(sql))
    corrected = f"SELECT id FROM {chain} WHERE corrected"
    stage.db.execute(f"UPDATE {table} SET superseded = 1 WHERE id IN ({corrected})")
    for below, name in _hanging(stage, file):
        stage.db.execute(
            f'UPDATE "all_{below}" SET given_{name} = "{name}", "{name}" = '
            f'(SELECT heir FROM {chain} c WHERE c.id = "{name}") '
            f'WHERE "{name}" IN ({corrected} AND heir IS NOT NULL)'
        )


def _hanging(stage: Stage, file: File) -> Iterator[tuple[str, str]]:
    for below in stage.profile.listed:
        for ref in below.refs:
            if ref.file == file.name:
                yield below.name, ref.name


def _misfit(edition: str, item: str, cell: str) -> str | None:
    return misfit(bank(edition).items[item], cell)


def _values(stage: Stage) -> None:
    """Every answer's value fits its item."""
    short = lru_cache(65536)(_misfit)
    answers = stage.profile.files["answers"]
    sql = (
        "SELECT f.line, a.edition, f.item, f.value "
        "FROM answers f JOIN assessments a ON a.id = f.assessment_id "
        "WHERE f.value IS NOT NULL AND f.status = 'answered' "
        "AND EXISTS (SELECT 1 FROM bank b "
        "WHERE b.edition = a.edition AND b.checklist = a.checklist AND b.item = f.item)"
    )
    for count, (line, edition, item, value) in enumerate(stage.db.execute(sql), 1):
        if count % 20_000 == 0:
            stage.progress(f"{answers.path}: {count:,} values checked")
        expected = (short if len(value) < REMEMBERED else _misfit)(edition, item, value)
        if expected:
            stage.findings.fault(answers.path, line, "value", value, expected)


def _hidden(stage: Stage) -> None:
    """What a service hides are items of that checklist, separated by one space."""
    choices = stage.profile.files["checklist_choices"]
    sql = "SELECT line, checklist, edition, hidden FROM checklist_choices WHERE hidden IS NOT NULL"
    for line, checklist, edition, hidden in stage.db.execute(sql).fetchall():
        ids = {
            row[0]
            for row in stage.db.execute(
                "SELECT item FROM bank WHERE edition = ? AND checklist = ?", (edition, checklist)
            )
        }
        words = hidden.split(" ")
        if ids and not (set(words) <= ids and len(set(words)) == len(words)):
            wrong = next((word for word in words if word not in ids), hidden)
            stage.findings.fault(
                choices.path, line, "hidden", wrong, "items of the checklist, once each, one space between"
            )
