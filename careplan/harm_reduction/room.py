"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.harm_reduction import models

ROOM = Room(
    name="harm_reduction",
    models=models,
)
