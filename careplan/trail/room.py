"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.trail import models

ROOM = Room(
    name="trail",
    models=models,
)
