"""The medicines of a client, as branches of the statements of other rooms and by themselves."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import or_

from careplan.clients.registers.rows import Owner, every, of_client
from careplan.ground.corrections import live
from careplan.ground.marks import CLIENT, ON, Rows, mark
from careplan.medicines.registers import TAKEN, MedicineTaken
from careplan.medicines.rules import Medicine

Alive = Callable[[Any], Any]
NAMES = tuple(Medicine.__dataclass_fields__)


def ever(alive: Alive = live) -> Rows:
    """Every medicine, stopped ones too, the oldest record first."""
    row = MedicineTaken
    rows = mark(Medicine, row.id, **{name: getattr(row, name) for name in NAMES})
    return rows.where(of_client(TAKEN, CLIENT), alive(row))


def current(alive: Alive = live) -> Rows:
    """What is taken on the day."""
    row = MedicineTaken
    return ever(alive).where(or_(row.stopped_on.is_(None), row.stopped_on > ON))


def recorded(owner: Owner) -> list[tuple[Any, Medicine]]:
    """Every live row of the record with its fact, the latest first. One statement."""
    return [(row, fact(row)) for row in every(TAKEN, owner)]


def fact(row: Any) -> Medicine:
    """A row as a fact."""
    return Medicine(**{name: getattr(row, name) for name in NAMES})
