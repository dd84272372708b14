"""A fully furnished service: one row of every kind, with a canary in every column of free text.

Each room has a file of its name here, with `furnish(world)` for its rows and `WALK` for its addresses; the rooms are
those of `careplan/rooms.py`, the lowest floor first.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace

from careplan.rooms import ROOMS
from tests.furniture.base import World


def rooms() -> Iterator[ModuleType]:
    """The furniture of each room that has some, the lowest floor first."""
    for room in reversed(ROOMS):
        if find_spec(f"tests.furniture.{room.name}"):
            yield import_module(f"tests.furniture.{room.name}")


def furnish(service_id: str, worker_id: str, word: str, nhs_number: str) -> SimpleNamespace:
    """Rows of every kind at the service; returns the ids by the names that URLs use."""
    world = World(service_id, worker_id, word, nhs_number)
    for room in rooms():
        if hasattr(room, "furnish"):
            world.ids |= room.furnish(world)
    return SimpleNamespace(worker_id=worker_id, **world.ids)


def special() -> dict[tuple[str, str], str]:
    """(endpoint, argument) → the name of a furnished id, or `=` and the text itself."""
    return {key: name for room in rooms() for key, name in getattr(room, "WALK", {}).items()}
