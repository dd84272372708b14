"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Room
from careplan.harm_reduction import models

ROOM = Room(
    name="harm_reduction",
    models=models,
)
