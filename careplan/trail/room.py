"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Room
from careplan.trail import models

ROOM = Room(
    name="trail",
    models=models,
)
