"""From staged text to table rows: the SELECT over the stage and the row it becomes."""

# ruff: noqa: S608 (all names come from the profile, none from a package)

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careplan.package.rules import cells
from careplan.package.rules.cells import moment
from careplan.package.rules.profile import STRUCK, Column, File, Profile

SLOTTED = frozenset({"answers", "risk_levels"})
"""Files whose rows have no id, and whose struck rows leave their key to the right one: their tables have slots."""


@dataclass(frozen=True)
class Source:
    """The staged rows of one file, ready for its table."""

    file: File
    sql: str
    places: tuple[tuple[str, Callable[[str], Any] | None, str | None], ...]
    stamps: tuple[Column, ...]
    has_service: bool

    def row(self, cells: Sequence[Any], now: datetime, job: str) -> dict[str, Any]:
        """Values by table column; `_line` is the line in the file. Cells: line, own columns, then the extra ones."""
        line, *given = cells
        row: dict[str, Any] = {"_line": line}
        for (name, convert, default), cell in zip(self.places, given, strict=False):
            value = default if cell is None else cell
            row[name] = convert(value) if convert and value is not None else value
        extra = given[len(self.places) :]
        if self.file.facts:
            row["recorded_at"] = moment(extra[0]) if extra[0] else now
            row["recorded_by"] = extra[1] or job
            row["_given"] = (extra[0] is not None, extra[1] is not None)
            row["struck_at"] = moment(extra[2]) if extra[2] else None
            row["struck_by"], row["struck_reason"] = extra[3:5]
        if self.file.chained:
            self._chain(row, extra[5:], now)
        for column in self.stamps:
            happened = row[column.field] is not None
            for end in ("at", "by"):
                own = row[f"recorded_{end}"] if happened else None
                row[f"{column.stamp}_{end}"] = row.get(f"{column.stamp}_{end}") or own
        if self.has_service:
            row["service_id"] = extra[-1]
        if "hidden" in row:
            row["hidden"] = row["hidden"] or ""
        if self.file.name == "dose_events":
            row["slot"] = extra[10]
        if self.file.name in SLOTTED:
            row["_place"] = extra[5]
            row["slot"] = 1 if row["struck_at"] is None else 1 + extra[5]
        return row

    def _chain(self, row: dict[str, Any], extra: Sequence[Any], now: datetime) -> None:
        corrects, reason, root, corrected_at, corrected_by = extra[:5]
        row |= {"corrects": corrects, "correction_reason": reason, "root_id": root or row["id"]}
        row["superseded_at"] = (
            (moment(corrected_at) if corrected_at != "now" else now) if corrected_at else None
        )
        row["superseded_by"] = corrected_by


def source(profile: Profile, file: File, corrected: Collection[str]) -> Source:
    """How the file's rows are read; `corrected` names the files in which corrections stand."""
    columns = [_as_given(column) for column in file.own]
    joins = ""
    if file.facts:
        columns += ["f.recorded_at", "f.recorded_by"]
        columns += [f"f.{one.name}" for one in STRUCK] if file.strikes else ["NULL"] * len(STRUCK)
    if file.chained:
        columns += ["f.corrects", "f.correction_reason"]
        if file.name in corrected:
            joins += f' LEFT JOIN "chain_{file.name}" h ON h.id = f.id'
            joins += f' LEFT JOIN "all_{file.name}" n ON n.corrects = f.id'
            columns += [
                "h.root",
                "CASE WHEN n.line IS NOT NULL THEN coalesce(n.recorded_at, 'now') END",
                "n.id",
            ]
        else:
            columns += ["NULL", "NULL", "NULL"]
    columns += _numbered(file)
    above, service = _service(profile, file)
    columns += service
    order = "f.superseded DESC, f.line" if file.name in corrected else "f.line"
    sql = f'SELECT f.line, {", ".join(columns)} FROM "all_{file.name}" f{joins}{above} ORDER BY {order}'
    places = tuple((column.field, cells.value(column), column.default or None) for column in file.own)
    return Source(file, sql, places, tuple(column for column in file.own if column.stamp), bool(service))


def _numbered(file: File) -> list[str]:
    """The number of a row among those of one day's doses, or of one key: there the live one is the last."""
    if file.name == "dose_events":
        return [
            f'row_number() OVER (PARTITION BY {_as_given(file.own[1])}, f."on", f.superseded ORDER BY f.id)'
        ]
    if file.name in SLOTTED:
        struck = "f.struck_at IS NULL, f.struck_at, " if file.strikes else ""
        key = ", ".join(f'f."{name}"' for name in file.key)
        return [f"row_number() OVER (PARTITION BY {key} ORDER BY {struck}f.line)"]
    return []


def _as_given(column: Column) -> str:
    """The cell as the file has it: references hang on heirs only while promises are checked."""
    own = f'f."{column.name}"'
    return f'coalesce(f."given_{column.name}", {own})' if column.file else own


def _service(profile: Profile, file: File) -> tuple[str, list[str]]:
    """Joins towards the episode and the column of its service; nothing for files not below an episode."""
    joins, alias, below = "", "f", file
    while below.above and below.name != "episodes":
        parent, name = below.parent or "", below.above
        named = f'coalesce({alias}."given_{name}", {alias}."{name}")'
        joins += f' JOIN "all_{parent}" a_{parent} ON a_{parent}.id = {named}'
        alias, below = f"a_{parent}", profile.files[parent]
    below_episode = alias != "f" and below.name == "episodes"
    return (joins, [f"{alias}.service_id"]) if below_episode else ("", [])
