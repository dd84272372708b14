"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Room
from careplan.trail import changes, models  # noqa: F401 - changes are watched from the start

ROOM = Room(
    name="trail",
    models=models,
)
