"""Rows that careplan holds already: the same again is left alone, the same id with other content is a fault."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select, tuple_, update

from careplan.package.actions.stage import Stage
from careplan.package.rules.profile import Column, File

ASKED_AT_ONCE = 400


class Known:
    """Compares batches of one file with its table."""

    def __init__(self, stage: Stage, connection: Connection, file: File, table: Table) -> None:
        self.stage, self.connection, self.file, self.table = stage, connection, file, table
        self.key = tuple(file.by_name[name].field for name in file.key)
        extra = [name for name in ("superseded_at", "struck_at") if name in table.c]
        fields = [column.field for column in file.exported]
        self.columns = [table.c[name] for name in dict.fromkeys((*fields, *extra))]

    def fresh(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of the batch that are new; differences are reported, corrections of held rows written."""
        pairs: dict[tuple[Any, ...], Row[Any]] = {}
        for start in range(0, len(batch), ASKED_AT_ONCE):
            pairs |= self._held(batch[start : start + ASKED_AT_ONCE])
        fresh = [row for row in batch if self._key(row) not in pairs]
        for row in batch:
            key = self._key(row)
            stands = pairs.get((*key, row.get("struck_at")), pairs.get(key))
            if stands is not None:
                self._compare(row, stands)
        for key in self.file.once:
            self._once(key, fresh)
        return fresh

    def _key(self, row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.key)

    def _held(self, rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], Row[Any]]:
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
        for start in range(0, len(live), ASKED_AT_ONCE):
            rows = {tuple(row[name] for name in key): row for row in live[start : start + ASKED_AT_ONCE]}
            statement = select(*(self.table.c[name] for name in key)).where(
                self._among(key, list(rows.values()))
            )
            for end in (name for name in ("superseded_at", "struck_at") if name in self.table.c):
                statement = statement.where(self.table.c[end].is_(None))
            for match in self.connection.execute(statement):
                row = rows[tuple(match)]
                words = f"a {key[-1]} that no other row has ({', '.join(key)})"
                self.stage.findings.fault(self.file.path, row["_line"], key[-1], str(row[key[-1]]), words)
