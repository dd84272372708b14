"""A fully furnished service: one row of every kind, with a canary in every column of free text.

Each room has a file of its name here, with `furnish(world)` for its rows, `WALK` for its addresses and `SERIES` for its
forms that add to a series; the rooms are those of `careplan/rooms.py`, the lowest floor first. Registers furnish
themselves (`registers.py`).
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace

from careplan.ground.offers import Room
from careplan.rooms import ROOMS
from tests.furniture import registers
from tests.furniture.base import World


def rooms() -> Iterator[tuple[Room, ModuleType | None]]:
    """Each room with its furniture, where it has some, the lowest floor first."""
    for room in reversed(ROOMS):
        name = f"tests.furniture.{room.name}"
        yield room, import_module(name) if find_spec(name) else None


def furnish(service_id: str, worker_id: str, word: str, nhs_number: str) -> SimpleNamespace:
    """Rows of every kind at the service; returns the ids by the names that URLs use."""
    world = World(service_id, worker_id, word, nhs_number)
    for room, furniture in rooms():
        if furniture and hasattr(furniture, "furnish"):
            world.ids |= furniture.furnish(world)
        for one in room.registers:
            world.ids[f"{one.name}_id"] = registers.furnish(world, one)
    return SimpleNamespace(worker_id=worker_id, **world.ids)


def special() -> dict[tuple[str, str], str]:
    """(endpoint, argument) → the name of a furnished id, or `=` and the text itself."""
    own = {key: name for _, room in rooms() for key, name in getattr(room, "WALK", {}).items()}
    return own | dict(registers.walk())
