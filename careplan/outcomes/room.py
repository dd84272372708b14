"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Room
from careplan.outcomes import models

ROOM = Room(
    name="outcomes",
    models=models,
)
