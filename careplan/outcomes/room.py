"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.outcomes import models

ROOM = Room(
    name="outcomes",
    models=models,
)
