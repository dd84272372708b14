"""The world that the rooms furnish: one service, one client's record, and a canary in every column of free text."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.types import TypeDecorator

from careplan.ground.clock import today
from careplan.ground.db import Base

CODES = {
    "checklist",
    "edition",
    "nhs_number",
    "postcode",
    "collect",
    "supervised",
    "recorded_by",
    "kind",
    "source",
    "struck_reason",
    "answered",
}


def canary_columns(model: type[Base]) -> list[str]:
    """Columns of free text: no code, no id, no reference."""
    table = model.__table__
    coded = " ".join(str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint))  # type: ignore[attr-defined]
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, TypeDecorator)
        and column.type.length is None
        and f'"{column.name}" IN' not in coded
        and column.name not in CODES
    ]


@dataclass
class World:
    """Where rows are made, the word of its canary, and the ids so far by the names that URLs use."""

    service_id: str
    worker_id: str
    word: str
    nhs_number: str
    episode: Any = None
    ids: dict[str, str] = field(default_factory=dict)
    now: date = field(default_factory=today)

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.now - timedelta(days=days)

    def made(self, factory: Any, **values: Any) -> Any:
        """A row with the canary in each column of free text that `values` do not fill."""
        model = factory._meta.model
        words = {name: f"{self.word} {model.__tablename__} {name}" for name in canary_columns(model)}
        return factory(**(words | values))
