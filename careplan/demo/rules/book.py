"""The rows of the package as they come together."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from careplan.ground.types import canonical
from careplan.package.rules.profile import File, Profile


class Book:
    """Rows by file; days are counted back from `today`, and what was recorded before today says when."""

    def __init__(self, profile: Profile, today: date) -> None:
        self.profile, self.today = profile, today
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def day(self, ago: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=ago)

    def add(self, file: str, *, ago: int | None = None, by: str | None = None, **cells: Any) -> None:
        """One row; `ago` and `by` are when and by whom it was recorded."""
        if ago and by and self.profile.files[file].facts:
            cells["recorded_at"] = f"{self.day(ago).isoformat()}T10:{(len(self.rows[file]) * 7) % 60:02d}:00Z"
            cells["recorded_by"] = by
        self.rows[file].append(cells)

    def cells(self, file: File) -> list[list[str]]:
        """The rows of a file as text, in the order of its columns."""
        return [[text(row.get(column.name)) for column in file.columns] for row in self.rows[file.name]]


def text(value: Any) -> str:
    """A cell as the package spells it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def json_text(value: Any) -> str:
    """The cell of an answer's value."""
    return canonical(value)
